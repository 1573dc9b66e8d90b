package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files and directories that only their owner can read (R46).
 *
 * <p>On a file system without POSIX permissions they get that system's defaults. What exists is never changed.
 */
@Experimental
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private PrivateFiles() {}

    /** Creates an empty private file, unless one exists. Returns whether it was created. */
    public static boolean create(Path file) throws IOException {
        try {
            Files.createFile(file, attributes("rw-------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Creates the missing directories of a path, each private. */
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, attributes("rwx------"));
    }

    /** Makes a file private that another program has just created; does nothing when there is none. */
    public static void restrict(Path file) throws IOException {
        if (POSIX && Files.isRegularFile(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Returns a warning when others than the owner can read or change an existing file. */
    public static Optional<String> warning(Path file) {
        try {
            if (!POSIX || Files.notExists(file)) {
                return Optional.empty();
            }
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.retainAll(OTHERS);
            return permissions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            file + " holds values of people, and other users of this machine can read or change it;"
                                    + " restrict it: chmod 600 " + file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
