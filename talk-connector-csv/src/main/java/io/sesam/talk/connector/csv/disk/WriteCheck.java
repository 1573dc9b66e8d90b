package io.sesam.talk.connector.csv.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A check whether a file may be written. */
public final class WriteCheck {
    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private WriteCheck() {}

    /** Returns the obstacle and the action to take; empty when there is none. */
    public static Optional<String> problem(Path file, String name) {
        Optional<String> mark = OfficeLock.markOf(file);
        if (mark.isPresent()) {
            return Optional.of(name + " is open in an office program; close it there, or if it is open nowhere, delete "
                    + mark.get() + " beside it. Nothing was written");
        }
        return isReadOnly(file)
                ? Optional.of(name + " is read-only; make it writable. Nothing was written")
                : Optional.empty();
    }

    /** Reads the owner's permission. A read-only file could still be replaced, and a superuser may do everything. */
    private static boolean isReadOnly(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return !Files.isWritable(file)
                    || view != null
                            && view.readAttributes().permissions().stream().noneMatch(WRITE::contains);
        } catch (IOException e) {
            return false; // writing reports the error better
        }
    }
}
