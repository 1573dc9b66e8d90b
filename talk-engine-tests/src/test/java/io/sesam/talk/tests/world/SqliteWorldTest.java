package io.sesam.talk.tests.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import io.sesam.talk.tests.world.boundary.StoreKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine keeps its promises over a SQLite file, with crashes, lost files and restored backups. */
@Tag("slow")
@Tag("R21")
@Tag("R23")
final class SqliteWorldTest {
    private static final int WORLDS = Integer.getInteger("talk.worlds", 20);

    @TempDir
    private Path directory;

    /** A store file with a copy. */
    private static final class FileKeeper implements StoreKeeper {
        private final Path file;
        private final Path copy;

        FileKeeper(Path file) {
            this.file = file;
            this.copy = file.resolveSibling(file.getFileName() + ".copy");
        }

        @Override
        public Store open() {
            return SqliteStorePlugin.at(file, Map.of(EntityType.PERSON, Person.SCHEMA));
        }

        @Override
        public void backUp() {
            copy(file, copy);
        }

        @Override
        public void restore() {
            copy(copy, file);
        }

        private static void copy(Path from, Path to) {
            try {
                if (Files.notExists(from)) {
                    Files.deleteIfExists(to);
                    return;
                }
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void whateverHappensAllPromisesAreKeptInTheEnd() {
        SimulatedWorld world = SimulatedWorld.over(() -> new FileKeeper(directory.resolve(UUID.randomUUID() + ".db")));
        List<String> failures = LongStream.rangeClosed(1, WORLDS)
                .mapToObj(world::play)
                .flatMap(Optional::stream)
                .toList();
        assertThat(failures).isEmpty();
    }
}
