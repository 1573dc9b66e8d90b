package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.disk.AtomicReplacement;
import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.disk.FolderLock;
import io.sesam.talk.connector.csv.disk.OfficeLock;
import io.sesam.talk.connector.csv.disk.WriteCheck;
import io.sesam.talk.connector.csv.edit.FileEdit;
import io.sesam.talk.connector.csv.edit.IdGenerator;
import io.sesam.talk.connector.csv.history.FileDamage;
import io.sesam.talk.connector.csv.history.FileHistory;
import io.sesam.talk.connector.csv.history.FileSnapshot;
import io.sesam.talk.connector.csv.history.WriteJournal;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.IdIndex;
import io.sesam.talk.connector.csv.table.TableScan;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.ReadProgress;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The file of one type and its history. */
final class CsvFile {
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final FileLayout layout;
    private final PluginContext context;
    private final FileHistory history;
    private final List<WriteJournal.Entry> written = new ArrayList<>();
    private SoftReference<FileTable> last = new SoftReference<>(null);
    private String generation = FileHistory.NOTHING;
    private ReadProgress progress = (done, total) -> {};
    private @Nullable FileImage sound;
    private @Nullable FileImage image;
    private @Nullable IdIndex atReading;
    private IdIndex inserted = new IdIndex();

    CsvFile(CsvSettings settings, Schema schema, PluginContext context) {
        this.layout = FileLayout.of(settings, schema);
        this.path = settings.directory().resolve(layout.file());
        this.context = context;
        Path remembered =
                settings.directory().resolve(".talk").resolve(context.name().value());
        this.history = new FileHistory(remembered, schema.type().name(), context.random());
    }

    EntityType type() {
        return layout.schema().type();
    }

    Path path() {
        return path;
    }

    FileLayout layout() {
        return layout;
    }

    FileHistory history() {
        return history;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Reports whether the file must exist. That is the case when it exists, is configured, or was read before. */
    boolean isExpected() {
        return exists() || !layout.headers().isEmpty() || history.isThere();
    }

    /** Returns the current bytes. The same object while the attributes of a large file prove that it is unchanged. */
    FileImage image() {
        try {
            image = FileImage.read(path, layout.file(), image, FileImage.SMALL);
            return image;
        } catch (NoSuchFileException e) {
            throw history.isThere()
                    ? FileErrors.suspect(
                            layout.file() + " is missing, but existed at the last reading; restore it" + whatElse())
                    : FileErrors.unreadable(
                            layout.file()
                                    + " does not exist; put it into the directory, or correct the settings directory and columns");
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    /** Returns the current content. The same object while the file is unchanged. */
    FileTable table() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileImage now = image();
            FileTable known = last.get();
            if (known != null && known.image().holdsTheSameAs(now)) {
                last = new SoftReference<>(known.image() == now ? known : known.at(now));
                return refusedIfEmptied(Objects.requireNonNull(last.get()));
            }
            last.clear(); // its memory may be needed
            FileTable table = scan(refusedIfEmptied(now));
            if (isUnchanged(now)) {
                last = new SoftReference<>(table);
                return refusedIfEmptied(table);
            }
        }
        throw changing();
    }

    private boolean isUnchanged(FileImage now) {
        try {
            return now.isHeld() || now.isProbablyCurrent();
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    /** Makes a call; again when a large file is changed during the call. */
    <T> T again(Supplier<T> call) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return call.get();
            } catch (FileTable.ChangedFile e) {
                forget();
            }
        }
        throw changing();
    }

    /** Forgets the content, because the file was changed after it had been scanned. */
    void forget() {
        last.clear();
        image = null;
        sound = null;
    }

    private TalkException changing() {
        return new TalkException(
                ErrorCode.UNREACHABLE,
                layout.file() + " is being written by another program all the time, so that it cannot be read; the"
                        + " next run tries again");
    }

    /** Sets the listener for scans of large files. */
    void reportTo(ReadProgress listener) {
        progress = listener;
    }

    private FileTable scan(FileImage now) {
        try {
            return TableScan.scan(layout, now, encoding(), progress);
        } catch (OutOfMemoryError e) {
            throw FileErrors.tooLarge(
                    layout.file(), now.size(), Runtime.getRuntime().maxMemory());
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    /** Returns the columns without reading the rows. */
    Columns header() {
        try {
            FileImage now = image();
            FileTable known = last.get();
            return known != null && known.image() == now ? known.columns() : TableScan.header(layout, now, encoding());
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    /** Returns the size of the file in bytes; 0 when it cannot be known. */
    long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    private String encoding() {
        return history.last().map(FileSnapshot::encoding).orElse("");
    }

    /** Returns what a program did to the file since the last reading; empty when it is no damage (R42). */
    Optional<String> damage(FileTable table) {
        return history.last()
                .flatMap(before -> FileDamage.of(before, table))
                .map(what -> layout.file() + ": " + what
                        + ". A program probably damaged the file when it saved it; nothing of it was taken over. Restore the"
                        + " file; if this is intended, delete the directory " + history.directory()
                        + ", and the next run takes the file as it is");
    }

    /** Returns the current content unless it is damaged. */
    private FileTable soundTable() {
        FileTable table = table();
        if (sound == null || sound != table.image()) {
            damage(table).ifPresent(problem -> {
                throw FileErrors.suspect(problem);
            });
            sound = table.image();
        }
        return table;
    }

    /**
     * Returns the current content with complete ids. Generates ids for rows without one and writes them to the file.
     */
    FileTable tableWithIds() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileTable table = soundTable();
            int[] rows = table.withoutId();
            boolean hasColumn = table.columns().id().isPresent();
            if (hasColumn && rows.length == 0) {
                return table;
            }
            replace(table, hasColumn ? idsIn(table, rows) : idsBefore(table));
        }
        throw FileErrors.unwritable(
                layout.file() + " has rows without an id, but another program keeps changing the file, so that Talk"
                        + " cannot add the ids; try again when that program has finished");
    }

    private FileEdit idsIn(FileTable table, int[] rows) {
        FileEdit edit = new FileEdit(table);
        edit.setIds(table.columns().idColumn(), rows, ids(table).of(table, rows));
        return edit;
    }

    private FileEdit idsBefore(FileTable table) {
        FileEdit edit = new FileEdit(table);
        int[] rows = IntStream.range(0, table.size()).toArray();
        edit.addIds(layout.header(CsvSettings.ID), rows, ids(table).of(table, rows));
        return edit;
    }

    private IdGenerator ids(FileTable table) {
        Optional<FileSnapshot> last = history.last();
        return new IdGenerator(
                context.random(),
                table,
                id -> last.filter(before -> before.knows(id)).isPresent(),
                last.map(before -> IdGenerator.lost(before, table)).orElse(Map.of()));
    }

    /**
     * Replaces the file unless it changed meanwhile.
     *
     * @return whether it was replaced; otherwise nothing was changed
     */
    boolean replace(FileTable table, FileEdit edit) {
        FileImage before = table.image();
        refuseIfNotWritable(before.path());
        try (FolderLock lock = FolderLock.of(path, layout.file())) {
            return lock.isHeld()
                    && AtomicReplacement.write(
                            before.path(),
                            edit::writeTo,
                            () -> OfficeLock.markOf(before.path()).isEmpty() && before.isCurrent());
        } catch (IOException e) {
            throw FileErrors.unwritable(layout.file(), e);
        }
    }

    private void refuseIfNotWritable(Path file) {
        Optional<String> problem = WriteCheck.problem(file, layout.file());
        if (problem.isPresent()) {
            throw FileErrors.unwritable(problem.get());
        }
    }

    /** Sets the generation of the latest reading and its ids. Later writes are recorded in its journal. */
    void begun(String name, IdIndex ids) {
        generation = name;
        atReading = ids;
        inserted = new IdIndex();
    }

    /** Reports whether a row came into the file after the latest reading, and not from this connector. */
    boolean isNew(FileTable table, int row) {
        return atReading != null
                && !table.ids().isNone(row)
                && atReading.find(table.ids(), row) < 0
                && inserted.find(table.ids(), row) < 0;
    }

    /** Records rows that Talk wrote. */
    void wrote(List<WriteJournal.Entry> entries) {
        written.addAll(entries);
        for (WriteJournal.Entry entry : entries) {
            if (inserted.find(entry.id()) < 0) {
                inserted.add(entry.id());
            }
        }
    }

    /**
     * Makes recorded writes durable. Called with the next call: by then the engine has stored the outcomes of the
     * previous one, so that writes the engine forgot in a crash are listed again.
     */
    void settle() {
        if (atReading == null) {
            // Written before any reading, as an erasure is: the engine's position may name any of them.
            history.generations().forEach(name -> history.append(name, written));
        } else {
            history.append(generation, written);
        }
        written.clear();
    }

    /** Flushes recorded writes and releases memory. */
    void close() {
        settle();
        forget();
        atReading = null;
        history.release();
    }

    private FileImage refusedIfEmptied(FileImage read) {
        if (read.size() == 0) {
            refuseIfHadRows();
            throw FileErrors.unreadable(layout.file() + " is empty; it needs a first line with the column names");
        }
        return read;
    }

    private FileTable refusedIfEmptied(FileTable table) {
        if (table.size() == 0) {
            refuseIfHadRows();
        }
        return table;
    }

    /**
     * Refuses an empty file that had rows. An empty listing of a system that had records is a failure and not a
     * deletion of all records.
     */
    private void refuseIfHadRows() {
        int before = history.last().map(FileSnapshot::size).orElse(0);
        if (before > 0) {
            throw FileErrors.suspect(layout.file() + " has no rows, but had " + before
                    + " at the last reading; restore it" + whatElse());
        }
    }

    private static String whatElse() {
        return ". If this is intended, connect the directory under another name";
    }
}
