package io.sesam.talk.connector.csv;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Lent;
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
final class Sheet {
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final Layout layout;
    private final Lent lent;
    private final Memory memory;
    private final List<Journal.Entry> written = new ArrayList<>();
    private SoftReference<Table> last = new SoftReference<>(null);
    private String generation = Memory.NOTHING;

    Sheet(CsvSettings settings, Schema schema, Lent lent) {
        this.layout = Layout.of(settings, schema);
        this.path = settings.directory().resolve(layout.file());
        this.lent = lent;
        Path remembered =
                settings.directory().resolve(".talk").resolve(lent.name().value());
        this.memory = new Memory(remembered, schema.type().name(), lent.random());
    }

    EntityType type() {
        return layout.schema().type();
    }

    Path path() {
        return path;
    }

    Layout layout() {
        return layout;
    }

    Memory memory() {
        return memory;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether it is to be there: it is, or the settings name it, or it has been read before. */
    boolean isExpected() {
        return exists() || !layout.headers().isEmpty() || memory.isThere();
    }

    FileImage image() {
        try {
            return FileImage.read(path, layout.file());
        } catch (NoSuchFileException e) {
            throw memory.isThere()
                    ? Trouble.suspect(
                            layout.file() + " is gone, but was there when it was last read; put it back" + whatElse())
                    : Trouble.unreadable(layout.file() + " is not there; put it into the directory, or correct the"
                            + " settings directory and columns");
        } catch (IOException e) {
            throw Trouble.unreadable(layout.file(), e);
        }
    }

    /** What it holds now; the same object as long as it holds the same. */
    Table table() {
        FileImage image = image();
        Table known = last.get();
        Table table = known != null && known.image().holdsTheSameAs(image)
                ? known.at(image)
                : TableScan.scan(layout, refusedIfEmptied(image));
        last = new SoftReference<>(table);
        return refusedIfEmptied(table);
    }

    /** What it holds now, after ids were made up and written for the rows that have none. */
    Table tableWithIds() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Table table = table();
            int[] rows = table.withoutId();
            boolean hasColumn = table.columns().id().isPresent();
            if (hasColumn && rows.length == 0) {
                return table;
            }
            replace(table, hasColumn ? idsIn(table, rows) : idsBefore(table));
        }
        throw Trouble.unwritable(layout.file() + " has rows without an id, and another program changes it all the time;"
                + " try again when that has ended");
    }

    private Edit idsIn(Table table, int[] rows) {
        Edit edit = new Edit(table);
        MadeUpIds ids = new MadeUpIds(lent.random(), table, memory.knownIds());
        int column = table.columns().id().orElseThrow();
        for (int row : rows) {
            edit.change(row, edit.row(row).with(Map.of(column, ids.next())));
        }
        return edit;
    }

    private Edit idsBefore(Table table) {
        Edit edit = new Edit(table);
        MadeUpIds ids = new MadeUpIds(lent.random(), table, memory.knownIds());
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
    boolean replace(Table table, Edit edit) {
        FileImage image = table.image();
        refuseIfNotWritable(image.path());
        try {
            return Replacement.write(
                    image.path(),
                    edit::writeTo,
                    () -> OpenElsewhere.markOf(image.path()).isEmpty() && image.isCurrent());
        } catch (IOException e) {
            throw Trouble.unwritable(layout.file(), e);
        }
    }

    private void refuseIfNotWritable(Path file) {
        Optional<String> problem = Writability.problem(file, layout.file());
        if (problem.isPresent()) {
            throw Trouble.unwritable(problem.get());
        }
    }

    /** The generation with which the last reading began; what is written from now on is noted beside it. */
    void begun(String name) {
        generation = name;
    }

    /** Takes note of rows that Talk wrote. */
    void wrote(List<Journal.Entry> entries) {
        written.addAll(entries);
    }

    /**
     * Makes what was noted durable. Called with the next call: by then the outcomes of the last one are safe, so that
     * what a crash in between made the engine forget is handed out again.
     */
    void settle() {
        memory.append(generation, written);
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
            throw Trouble.unreadable(layout.file() + " is empty; it needs a first line with the names of its columns");
        }
        return image;
    }

    private Table refusedIfEmptied(Table table) {
        if (table.size() == 0) {
            refuseIfHadRows();
        }
        return table;
    }

    /** R25: an empty listing of a system that had records is a failure, not a deletion. */
    private void refuseIfHadRows() {
        int before = memory.lastSize();
        if (before > 0) {
            throw Trouble.suspect(layout.file() + " has no rows, but had " + before
                    + " when it was last read; restore it" + whatElse());
        }
    }

    private static String whatElse() {
        return ", or if it is meant to be so, connect the directory under another name";
    }
}
