package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A check of the file that does not create it. */
final class FileCheck {
    private final DuckDbDatabase database;
    private final DuckDbLayout layout;

    FileCheck(DuckDbDatabase database, DuckDbLayout layout) {
        this.database = database;
        this.layout = layout;
    }

    Check run() {
        Check library = Check.attempt(DuckDbDatabase::requireLibrary);
        return library.isFine() ? place() : library;
    }

    private Check place() {
        return Files.exists(database.path())
                ? file()
                : directory(database.path().getParent());
    }

    private Check file() {
        if (!Files.isRegularFile(database.path())) {
            return Check.problem(database.path() + " is not a file; set the path of a file in it");
        }
        if (!Files.isWritable(database.path())) {
            return Check.problem(database.path() + " is not writable; change its permissions or set another path");
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
        return database.inTransaction("reading the tables", (sql, names) -> {
            new DuckDbTables(layout, database.path(), sql, names).refuseForeign();
            return PrivateFiles.warning(database.path()).map(Check::warning).orElse(Check.fine());
        });
    }

    private Check directory(@Nullable Path wanted) {
        Path existing = wanted;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
                ? Check.fine()
                : Check.problem("cannot create " + database.path() + ": " + existing
                        + " is not a writable directory; set another path");
    }
}
