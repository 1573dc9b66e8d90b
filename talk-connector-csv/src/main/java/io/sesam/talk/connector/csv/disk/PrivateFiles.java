package io.sesam.talk.connector.csv.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Files and directories that only their owner can read (R46). On file systems without such rights, plain ones. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> DIRECTORY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final boolean HAS_RIGHTS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /** Creates a directory and its parent, or takes the rights of others off them. Parents above exist. */
    public static void createDirectories(Path directory) throws IOException {
        createDirectory(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        createDirectory(directory);
    }

    /** Creates a directory, or takes the rights of others off it. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, rights(DIRECTORY));
        restrict(directory, DIRECTORY);
    }

    /** Opens a file for writing; creates it for its owner only, and takes the rights of others off an existing one. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.CREATE);
        all.add(StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, all, rights(FILE));
        restrict(file, FILE);
        return channel;
    }

    private static FileAttribute<?>[] rights(Set<PosixFilePermission> permissions) {
        return HAS_RIGHTS
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> there = view.readAttributes().permissions();
        if (!permissions.containsAll(there)) {
            there.retainAll(permissions);
            view.setPermissions(there);
        }
    }
}
