package io.sesam.talk.connector.csv.history;

import io.sesam.talk.connector.csv.disk.AtomicReplacement;
import io.sesam.talk.connector.csv.disk.Fingerprint;
import io.sesam.talk.connector.csv.disk.PrivateFiles;
import io.sesam.talk.connector.csv.table.FileTable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored state of one file between runs. Kept in {@code .talk/<connection>} beside the file.
 *
 * <p>A generation is the content of the file at one reading; the position at the end of that reading names it. If the
 * state is lost, everything is read again.
 */
public final class FileHistory {
    /** The name of a generation that could not be stored. */
    public static final String NOTHING = "none";

    private static final Logger LOG = LoggerFactory.getLogger(FileHistory.class);
    private static final String INDEX = ".index";
    private static final String JOURNAL = ".journal";

    private final Path directory;
    private final String prefix;
    private final RandomGenerator random;
    private SoftReference<Loaded> loaded = new SoftReference<>(null);

    public FileHistory(Path directory, String type, RandomGenerator random) {
        this.directory = directory;
        this.prefix = type + "-";
        this.random = random;
    }

    /** A generation in memory, with the states of its two files. */
    private record Loaded(String name, FileTime index, long journal, FileSnapshot snapshot) {}

    public Path directory() {
        return directory;
    }

    /** Releases memory. */
    public void release() {
        loaded.clear();
    }

    /** Loads a generation, including Talk's later writes. */
    public Optional<FileSnapshot> load(String name) {
        if (name.isEmpty() || name.equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            FileTime index = Files.getLastModifiedTime(index(name));
            long journal = hasJournal(name) ? Files.size(path(name, JOURNAL)) : 0;
            Loaded known = loaded.get();
            if (known != null && known.name.equals(name) && known.index.equals(index) && known.journal == journal) {
                return Optional.of(known.snapshot);
            }
            FileSnapshot snapshot = read(name);
            journal(name).forEach(snapshot::follow);
            loaded = new SoftReference<>(new Loaded(name, index, journal, snapshot));
            return Optional.of(snapshot);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "{} cannot be used ({}); everything is read again",
                    index(name),
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private FileSnapshot read(String name) throws IOException {
        try (InputStream in = Files.newInputStream(index(name))) {
            return FileSnapshot.parse(in, Files.size(index(name)));
        }
    }

    /** Reports whether Talk wrote since a generation. */
    public boolean hasJournal(String name) {
        return Files.exists(path(name, JOURNAL));
    }

    /** Stores a generation; durable on return. Returns its name. */
    public String save(FileTable table, byte[] content) {
        try {
            PrivateFiles.createDirectories(directory);
            String name = unusedName(content);
            Optional<FileSnapshot> before = table.rejected().rows().isEmpty() ? Optional.empty() : last();
            AtomicReplacement.write(index(name), out -> FileSnapshot.write(table, content, before, out), () -> true);
            return name;
        } catch (IOException e) {
            LOG.warn(
                    "The state of {} cannot be stored in {} ({}); the next run reads everything again",
                    table.layout().file(),
                    directory,
                    e.getClass().getSimpleName());
            return NOTHING;
        }
    }

    /**
     * Appends Talk's writes to a generation's journal. On failure the written rows are listed again, which is harmless.
     */
    public void append(String name, List<WriteJournal.Entry> written) {
        if (written.isEmpty() || !Files.exists(index(name))) {
            return;
        }
        try (FileChannel channel = PrivateFiles.open(path(name, JOURNAL), StandardOpenOption.APPEND)) {
            ByteBuffer batch = ByteBuffer.wrap(WriteJournal.bytesOf(written));
            while (batch.hasRemaining()) {
                channel.write(batch);
            }
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The writes to {} cannot be recorded", prefix, e);
        }
    }

    /** Reports whether any state is stored. */
    public boolean isThere() {
        return !generations().isEmpty();
    }

    /** Returns the last reading; empty when the file was never read. */
    public Optional<FileSnapshot> last() {
        return generations().stream().findFirst().flatMap(this::load);
    }

    /** Deletes old generations. Keeps the named ones and the newest of the others. */
    public void keep(Collection<String> names, int newest) {
        generations().stream()
                .filter(name -> !names.contains(name))
                .skip(newest)
                .forEach(this::forget);
        files("." + prefix + "*").forEach(FileHistory::delete); // left incomplete by a crash
    }

    /** Reports whether generations can probably be stored. */
    public boolean isWritable() {
        Path nearest = directory;
        while (nearest != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        return nearest != null && Files.isDirectory(nearest) && Files.isWritable(nearest);
    }

    private void forget(String name) {
        delete(index(name));
        delete(path(name, JOURNAL));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted", file, e);
        }
    }

    private List<WriteJournal.Entry> journal(String name) throws IOException {
        Path file = path(name, JOURNAL);
        return Files.exists(file) ? WriteJournal.parse(Files.readAllBytes(file)) : List.of();
    }

    /** Returns the names of all generations, newest first. */
    public List<String> generations() {
        return files(prefix + "*" + INDEX).stream()
                .sorted(Comparator.comparing(FileHistory::time).reversed())
                .map(file -> String.valueOf(file.getFileName()))
                .map(file -> file.substring(prefix.length(), file.length() - INDEX.length()))
                .toList();
    }

    private List<Path> files(String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            files.forEach(found::add);
        } catch (IOException e) {
            return List.of(); // no state stored yet
        }
        return found;
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // deleted meanwhile
        }
    }

    /**
     * Returns an unused name for a reading. Unique, because Talk's writes between two readings belong to one of them
     * only.
     */
    private String unusedName(byte[] content) {
        long mixed = random.nextLong() ^ Fingerprint.of(content, 0, content.length);
        while (Files.exists(index(Long.toHexString(mixed)))) {
            mixed = random.nextLong();
        }
        return Long.toHexString(mixed);
    }

    private Path index(String name) {
        return path(name, INDEX);
    }

    private Path path(String name, String ending) {
        return directory.resolve(prefix + name + ending);
    }
}
