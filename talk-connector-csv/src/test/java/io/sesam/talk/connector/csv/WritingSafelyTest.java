package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.connector.csv.disk.AtomicReplacement;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R19")
final class WritingSafelyTest {
    private static final String FILE = "person.csv";
    private static final String TWO = "id,firstname,email\n1,Kari,k@x.no\n2,Ola,o@x.no\n";

    @TempDir
    private Path directory;

    @Test
    void aCellThatAPersonChangedIsAConflictThatTellsWhatIsThereNow() {
        Desk desk = desk().file(FILE, TWO.replace("Kari", "Åse"));
        Outcome outcome = desk.update("1", Desk.person("email", "new@x.no"), kari());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.current()
                                        .orElseThrow()
                                        .fields()
                                        .text("firstname")
                                        .known())
                                .contains("Åse"));
        assertThat(desk.text(FILE)).isEqualTo(TWO.replace("Kari", "Åse"));
    }

    @Test
    void whatTheDecisionDoesNotRestOnMayChange() {
        Desk desk = desk().file(FILE, TWO.replace("k@x.no", "new@x.no"));
        Outcome outcome = desk.update("1", Desk.person("firstname", "Åse"), Desk.person("firstname", "Kari"));
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.text(FILE)).contains("1,Åse,new@x.no");
    }

    @Test
    void anotherSpellingOfTheSameIsNoConflict() {
        Desk desk = desk().file(FILE, TWO.replace("k@x.no", " K@X.NO "));
        assertThat(desk.update("1", Desk.person("firstname", "Åse"), kari())).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void aRowThatIsGoneIsAConflictWithNothing() {
        Desk desk = desk().file(FILE, "id,firstname,email\n2,Ola,o@x.no\n");
        assertThat(desk.update("1", Desk.person("email", "new@x.no"), kari()))
                .isEqualTo(new Outcome.Conflict(Optional.empty()));
        assertThat(desk.archive("1")).isEqualTo(new Outcome.Conflict(Optional.empty()));
    }

    @Test
    void anEditThatIsSavedAtTheLastMomentSurvivesAndIsDecidedAnew() {
        Saver saver = new Saver(TWO.replace("Kari", "Åse"), 1);
        Desk desk = desk().with(saver);
        Outcome outcome = desk.update("1", Desk.person("email", "new@x.no"), kari());
        assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
        assertThat(desk.text(FILE)).isEqualTo(TWO.replace("Kari", "Åse"));
    }

    @Test
    void anEditOfAnotherRowThatIsSavedAtTheLastMomentSurvivesTheWrite() {
        Desk desk = desk().with(new Saver(TWO.replace("Ola", "Zoë"), 1));
        Outcome outcome = desk.update("1", Desk.person("email", "new@x.no"), kari());
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.text(FILE)).isEqualTo("id,firstname,email\n1,Kari,new@x.no\n2,Zoë,o@x.no\n");
    }

    @Test
    void aFileThatIsSavedAllTheTimeIsLeftForLater() {
        Desk desk = desk().with(new Saver(TWO, Integer.MAX_VALUE));
        assertThat(desk.update("1", Desk.person("email", "new@x.no"), kari()))
                .isInstanceOfSatisfying(
                        Outcome.RetryLater.class,
                        later -> assertThat(later.reason()).contains("person.csv is being changed by another program"));
        assertThat(desk.text(FILE)).startsWith(TWO);
        assertThat(AtomicReplacement.temporary(desk.path(FILE))).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {".~lock.person.csv#", "~$person.csv"})
    void aFileThatIsOpenInAnOfficeProgramIsNotWritten(String mark) throws IOException {
        Desk desk = desk();
        Files.createFile(desk.path(mark));
        refuses(
                desk,
                "person.csv is open in an office program; close it there, or if it is open nowhere, delete " + mark);
    }

    @Test
    void aFileThatIsReadOnlyIsNotWrittenEvenBySomebodyWhoCould() throws IOException {
        Desk desk = desk();
        Files.setPosixFilePermissions(desk.path(FILE), PosixFilePermissions.fromString("r--r--r--"));
        refuses(desk, "person.csv is read-only; make it writable");
    }

    @Test
    void aFailureToWriteLeavesTheFileAsItWas() throws IOException {
        Desk desk = desk();
        Files.createDirectory(AtomicReplacement.temporary(desk.path(FILE)));
        refuses(desk, "person.csv cannot be written");
    }

    @Test
    void whatACrashLeftHalfWrittenIsInNobodysWay() throws IOException {
        Desk desk = desk();
        Files.writeString(AtomicReplacement.temporary(desk.path(FILE)), "half a fi");
        assertThat(desk.update("1", "email", "new@x.no")).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.text(FILE)).isEqualTo(TWO.replace("k@x.no", "new@x.no"));
        assertThat(AtomicReplacement.temporary(desk.path(FILE))).doesNotExist();
    }

    @Test
    void aLinkInPlaceOfTheTemporaryFileIsNotFollowed() throws IOException {
        Desk desk = desk();
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(AtomicReplacement.temporary(desk.path(FILE)), victim);
        refuses(desk, "person.csv cannot be written");
        assertThat(victim).hasContent("precious");
    }

    @Test
    @Tag("R22")
    void eachOperationOfACallHasItsOwnOutcomeAndTheFileIsWrittenOnce() throws IOException {
        Desk desk = desk();
        Object inode = Files.getAttribute(desk.path(FILE), "unix:ino");
        Map<String, Outcome> outcomes = desk.connector()
                .writer(EntityType.PERSON)
                .orElseThrow()
                .write(List.of(
                        Operation.update("a", "1", Desk.person("firstname", "Åse"), kari(), null),
                        Operation.update("b", "9", Desk.person("firstname", "Åse"), kari(), null),
                        Operation.insert("c", Desk.person("lastname", "no such column")),
                        Operation.insert("d", Desk.person("email", "z@x.no")),
                        Operation.archive("e", "2", Fields.unknown(Person.SCHEMA), null)));
        assertThat(outcomes.get("a")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("b")).isInstanceOf(Outcome.Conflict.class);
        assertThat(outcomes.get("c"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .isEqualTo("person.csv has no column for lastname; add one to its first line"));
        assertThat(outcomes.get("d")).isInstanceOf(Outcome.Applied.class);
        assertThat(outcomes.get("e")).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.text(FILE).lines()).hasSize(3);
        assertThat(Files.getAttribute(desk.path(FILE), "unix:ino")).isNotEqualTo(inode);
    }

    @Test
    void theOutcomeTellsTheRecordAsReadingItWould() {
        Desk desk = desk();
        Outcome.Applied outcome = (Outcome.Applied) desk.update("1", "firstname", " Åse ");
        assertThat(outcome.after().orElseThrow().fields())
                .isEqualTo(((io.sesam.talk.spi.RecordSnapshot)
                                desk.people().changes().get(0))
                        .fields());
    }

    private static void refuses(Desk desk, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.update("1", Desk.person("email", "new@x.no"), kari()))
                .withMessageContaining(words)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNWRITABLE));
        assertThat(desk.text(FILE)).isEqualTo(TWO);
    }

    private static Fields kari() {
        return Person.of("Kari", "", "k@x.no").toFields();
    }

    private Desk desk() {
        return new Desk(directory).file(FILE, TWO);
    }

    /** A clock that saves the file when it is read. That is between reading and writing. */
    private final class Saver extends Clock {
        private final String text;
        private int times;
        private int saved;

        Saver(String text, int times) {
            this.text = text;
            this.times = times;
        }

        @Override
        public Instant instant() {
            if (times-- > 0) {
                new Desk(directory).file(FILE, text + "\n".repeat(saved++));
            }
            return Desk.NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
