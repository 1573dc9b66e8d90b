package io.sesam.talk.connector.csv;

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

/** Replaces a file as a whole: at every moment, also after a crash, it is the old one or the new one. */
final class AtomicReplacement {
    private static final int BUFFER = 1 << 16;

    private AtomicReplacement() {}

    /** What a file is to hold. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Asked just before the file is replaced. */
    @FunctionalInterface
    interface Permission {
        boolean isGiven() throws IOException;
    }

    /** Writes a file that may or may not be there. */
    static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes), () -> true);
    }

    /**
     * Writes a file, unless at the last moment there is no permission any more.
     *
     * @return whether it was written
     */
    static boolean write(Path file, Content content, Permission permission) throws IOException {
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

    /** Always the same, so that one that a crash left behind is used up by the next. */
    static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".talk");
    }

    private static void fill(Path temporary, Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)) {
            // Before the first byte: what only its owner may read must not be open to all for a moment.
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
            // Only its owner may give a file away; whoever may write it can go on doing so by the permissions.
            return;
        }
    }

    /** Makes the move itself last; some systems cannot, and do it by themselves. */
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
            return; // the next replacement uses it up
        }
    }
}
