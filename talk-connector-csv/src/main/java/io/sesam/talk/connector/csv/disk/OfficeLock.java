package io.sesam.talk.connector.csv.disk;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Detection of files open in office programs. Such programs create a lock file beside the document. */
public final class OfficeLock {
    private OfficeLock() {}

    /** Returns the name of the lock file, if any. */
    public static Optional<String> markOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return List.of(".~lock." + name + "#", "~$" + name).stream()
                .filter(mark -> Files.exists(file.resolveSibling(mark), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }
}
