package io.sesam.talk.connector.csv.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;

/** Atomic replacement of a whole file. At every moment, also after a crash, the file has its old or its new content. */
public final class AtomicReplacement {
    private static final int BUFFER = 1 << 16;

    private AtomicReplacement() {}

    /** The new content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A check just before the file is replaced. */
    @FunctionalInterface
    public interface Permission {
        boolean isGiven() throws IOException;
    }

    /**
     * Writes a file unless the check refuses. The check runs at the last moment.
     *
     * @return whether the file was written
     */
    public static boolean write(Path file, Content content, Permission permission) throws IOException {
        Path temporary = temporary(file);
        try {
            fill(temporary, file, content);
            if (!permission.isGiven()) {
                return false;
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(Objects.requireNonNull(file.getParent()));
            return true;
        } finally {
            discard(temporary);
        }
    }

    /**
     * Returns the fixed name of the temporary file. A fixed name, so that a file left behind by a crash is overwritten
     * by the next replacement.
     */
    public static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".talk");
    }

    private static void fill(Path temporary, Path file, Content content) throws IOException {
        try (FileChannel channel =
                PrivateFiles.open(temporary, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            // Set before the first byte is written: an owner-only file must not be readable by others for a moment.
            copyRights(file, temporary);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void copyRights(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null || !Files.exists(from)) {
            return;
        }
        PosixFileAttributes rights = Files.readAttributes(from, PosixFileAttributes.class);
        view.setPermissions(rights.permissions());
        try {
            view.setGroup(rights.group());
            view.setOwner(rights.owner());
        } catch (IOException e) {
            // Only its owner may change the owner of a file; other writers keep their access through the permissions.
            return;
        }
    }

    /** Flushes the rename to the disk. Some operating systems cannot flush a directory and do it by themselves. */
    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void discard(Path temporary) {
        try {
            if (!Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            return; // the next replacement overwrites it
        }
    }
}
