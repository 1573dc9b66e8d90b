package io.sesam.talk.connector.csv;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sees whether somebody has a file open in an office program, by the mark that such programs put beside it. */
final class OfficeLock {
    private OfficeLock() {}

    /** The name of the mark, if there is one. */
    static Optional<String> markOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return List.of(".~lock." + name + "#", "~$" + name).stream()
                .filter(mark -> Files.exists(file.resolveSibling(mark), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }
}
