package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tries whether the file can be used, without making one. */
final class FileCheck {
    private final DuckDbDatabase database;
    private final DuckDbLayout layout;

    FileCheck(DuckDbDatabase database, DuckDbLayout layout) {
        this.database = database;
        this.layout = layout;
    }

    Check run() {
        return Files.exists(database.path())
                ? file()
                : directory(database.path().getParent());
    }

    private Check file() {
        if (!Files.isRegularFile(database.path())) {
            return Check.problem(database.path() + " is no file; name a file in it");
        }
        if (!Files.isWritable(database.path())) {
            return Check.problem(database.path() + " may not be written; change its permissions or name another path");
        }
        boolean wasOpen = database.isOpen();
        try {
            return contents();
        } catch (TalkException e) {
            return Check.problem(String.join("; ", e.problems()));
        } finally {
            if (!wasOpen) {
                database.close();
            }
        }
    }

    private Check contents() {
        return database.inTransaction("looking at the tables", (sql, names) -> {
            new DuckDbTables(layout, database.path(), sql, names).refuseForeign();
            return Check.fine();
        });
    }

    private Check directory(@Nullable Path wanted) {
        Path there = wanted;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && Files.isWritable(there)
                ? Check.fine()
                : Check.problem("cannot make " + database.path() + ": " + there
                        + " is no directory that may be written; name another path");
    }
}
