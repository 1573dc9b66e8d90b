package io.sesam.talk.connector.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Tells why a file may not be written. */
final class WriteCheck {
    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private WriteCheck() {}

    /** What stands in the way, in a sentence that says what to do; empty when nothing does. */
    static Optional<String> problem(Path file, String name) {
        Optional<String> mark = OfficeLock.markOf(file);
        if (mark.isPresent()) {
            return Optional.of(name + " is open in an office program; close it there, or if nobody has it open delete "
                    + mark.get() + " beside it. Nothing was written");
        }
        return isReadOnly(file)
                ? Optional.of(name + " is read-only; allow writing it. Nothing was written")
                : Optional.empty();
    }

    /** By what its owner said: a file could be replaced in spite of that, and a superuser may do everything. */
    private static boolean isReadOnly(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return !Files.isWritable(file)
                    || view != null
                            && view.readAttributes().permissions().stream().noneMatch(WRITE::contains);
        } catch (IOException e) {
            return false; // writing will say it better
        }
    }
}
