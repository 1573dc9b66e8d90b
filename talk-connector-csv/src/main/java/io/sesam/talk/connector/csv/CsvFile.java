package io.sesam.talk.connector.csv;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file of one type, and what is remembered of it. */
final class CsvFile {
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final FileLayout layout;
    private final PluginContext context;
    private final FileHistory history;
    private final List<WriteJournal.Entry> written = new ArrayList<>();
    private SoftReference<FileTable> last = new SoftReference<>(null);
    private String generation = FileHistory.NOTHING;

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

    /** Whether it is to be there: it is, or the settings name it, or it has been read before. */
    boolean isExpected() {
        return exists() || !layout.headers().isEmpty() || history.isThere();
    }

    FileImage image() {
        try {
            return FileImage.read(path, layout.file());
        } catch (NoSuchFileException e) {
            throw history.isThere()
                    ? FileErrors.suspect(
                            layout.file() + " is gone, but was there when it was last read; put it back" + whatElse())
                    : FileErrors.unreadable(layout.file() + " is not there; put it into the directory, or correct the"
                            + " settings directory and columns");
        } catch (IOException e) {
            throw FileErrors.unreadable(layout.file(), e);
        }
    }

    /** What it holds now; the same object as long as it holds the same. */
    FileTable table() {
        FileImage image = image();
        FileTable known = last.get();
        FileTable table = known != null && known.image().holdsTheSameAs(image)
                ? known.at(image)
                : TableScan.scan(layout, refusedIfEmptied(image));
        last = new SoftReference<>(table);
        return refusedIfEmptied(table);
    }

    /** What it holds now, after ids were made up and written for the rows that have none. */
    FileTable tableWithIds() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileTable table = table();
            int[] rows = table.withoutId();
            boolean hasColumn = table.columns().id().isPresent();
            if (hasColumn && rows.length == 0) {
                return table;
            }
            replace(table, hasColumn ? idsIn(table, rows) : idsBefore(table));
        }
        throw FileErrors.unwritable(
                layout.file() + " has rows without an id, and another program changes it all the time;"
                        + " try again when that has ended");
    }

    private FileEdit idsIn(FileTable table, int[] rows) {
        FileEdit edit = new FileEdit(table);
        IdGenerator ids = new IdGenerator(context.random(), table, history.knownIds());
        int column = table.columns().id().orElseThrow();
        for (int row : rows) {
            edit.change(row, edit.row(row).with(Map.of(column, ids.next())));
        }
        return edit;
    }

    private FileEdit idsBefore(FileTable table) {
        FileEdit edit = new FileEdit(table);
        IdGenerator ids = new IdGenerator(context.random(), table, history.knownIds());
        List<String> made = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            made.add(ids.next());
        }
        edit.addFirstColumn(layout.header(CsvSettings.ID), made);
        return edit;
    }

    /**
     * Makes the file what an edit says, if it still holds the table that was edited.
     *
     * @return whether it was done; if not, nothing was changed
     */
    boolean replace(FileTable table, FileEdit edit) {
        FileImage image = table.image();
        refuseIfNotWritable(image.path());
        try {
            return AtomicReplacement.write(
                    image.path(),
                    edit::writeTo,
                    () -> OfficeLock.markOf(image.path()).isEmpty() && image.isCurrent());
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

    /** The generation with which the last reading began; what is written from now on is noted beside it. */
    void begun(String name) {
        generation = name;
    }

    /** Takes note of rows that Talk wrote. */
    void wrote(List<WriteJournal.Entry> entries) {
        written.addAll(entries);
    }

    /**
     * Makes what was noted durable. Called with the next call: by then the outcomes of the last one are safe, so that
     * what a crash in between made the engine forget is handed out again.
     */
    void settle() {
        history.append(generation, written);
        written.clear();
    }

    /** Lets go of what may be large; what was noted becomes durable. */
    void close() {
        settle();
        last.clear();
    }

    private FileImage refusedIfEmptied(FileImage image) {
        if (image.bytes().length == 0) {
            refuseIfHadRows();
            throw FileErrors.unreadable(
                    layout.file() + " is empty; it needs a first line with the names of its columns");
        }
        return image;
    }

    private FileTable refusedIfEmptied(FileTable table) {
        if (table.size() == 0) {
            refuseIfHadRows();
        }
        return table;
    }

    /** R25: an empty listing of a system that had records is a failure, not a deletion. */
    private void refuseIfHadRows() {
        int before = history.lastSize();
        if (before > 0) {
            throw FileErrors.suspect(layout.file() + " has no rows, but had " + before
                    + " when it was last read; restore it" + whatElse());
        }
    }

    private static String whatElse() {
        return ", or if it is meant to be so, connect the directory under another name";
    }
}
