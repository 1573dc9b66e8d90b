package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a store belongs to one engine at a time. */
final class SqliteLockTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("talk.db");
    }

    private Store open() {
        return SqliteStorePlugin.at(file, OtherEngine.SCHEMAS);
    }

    private void refused(Path path) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> SqliteStorePlugin.at(path, OtherEngine.SCHEMAS))
                .withMessageContainingAll("talk.db", "in use by another engine", "another path for this one")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_IN_USE);
    }

    @Test
    void refusesASecondEngineInTheSameProcess() {
        try (Store first = open()) {
            refused(file);
            assertThat(first.lastSequence()).isZero();
        }
        open().close();
    }

    @Test
    void knowsAFileByAllOfItsNames() throws IOException {
        try (Store first = open()) {
            Path link = Files.createSymbolicLink(directory.resolve("other name"), file);
            refused(link);
            refused(directory.resolve("..").resolve(directory.getFileName()).resolve("talk.db"));
            assertThat(first.lastSequence()).isZero();
        }
    }

    /** A refusal must not release the lock: on Linux, closing any channel on a file releases all its locks. */
    @Test
    void refusesAnotherProcessAlsoAfterARefusalInThisOne() throws Exception {
        try (Store first = open()) {
            refused(file);
            try (OtherEngine other = OtherEngine.start(file.toString(), 0)) {
                assertThat(other.hear()).isEqualTo("STORE_IN_USE");
            }
            assertThat(first.lastSequence()).isZero();
        }
    }

    @Test
    void isFreeWhenTheOtherProcessIsKilled() throws Exception {
        try (OtherEngine other = OtherEngine.start(file.toString(), 0)) {
            assertThat(other.hear()).isEqualTo("open");
            refused(file);
            other.kill();
            open().close();
        }
    }
}
