package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R28")
final class IncrementalReadingTest {
    private static final String FILE = "person.csv";
    private static final String THREE = "id,firstname,email,note\n1,Kari,k@x.no,\n2,Ola,o@x.no,\n3,Max,m@x.no,\n";

    @TempDir
    private Path directory;

    @Test
    void onlyWhatChangedComes() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.reopen().file(FILE, THREE.replace("Ola", "Åse").replace("3,Max", "4,Max"));
        Page page = desk.people(read);
        assertThat(page.changes().get(0)).isEqualTo(new Change.Deleted("3"));
        assertThat(Desk.ids(page)).containsExactly("3", "2", "4");
        assertThat(page.total()).hasValue(3);
    }

    @Test
    void anUnchangedFileGivesAnEmptyLastPageAndTheSamePosition() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        for (int run = 0; run < 10; run++) {
            Page page = desk.reopen().people(read);
            assertThat(page.changes()).isEmpty();
            assertThat(page.hasMore()).isFalse();
            assertThat(page.next()).isEqualTo(read);
        }
    }

    @Test
    void aFileThatWasSavedInAnotherOrderAndStyleGivesNothing() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.file(
                FILE,
                "\"note\";\"email\";\"firstname\";\"id\"\r\n;m@x.no;Max;3\r\nmine;k@x.no;\"Kari\";1\r\n;o@x.no;Ola;2\r\n");
        assertThat(desk.people(read).changes()).isEmpty();
    }

    @Test
    void aNewColumnBringsEveryRowAgain() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.file(FILE, THREE.replace("note", "lastname"));
        assertThat(Desk.ids(desk.people(read))).containsExactly("1", "2", "3");
    }

    @Test
    void aPropertyThatTheHostAddsBringsEveryRowAgain() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.reopen().with(Person.SCHEMA.with(Property.text("note")));
        assertThat(Desk.ids(desk.people(read))).containsExactly("1", "2", "3");
    }

    @Test
    void theSamePositionGivesTheSameOrMoreAlsoAfterACrash() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.file(FILE, THREE.replace("Ola", "Åse"));
        assertThat(Desk.ids(desk.people(read))).containsExactly("2");
        assertThat(Desk.ids(desk.people(read))).containsExactly("2");
        desk.crash().file(FILE, THREE.replace("Ola", "Åse").replace("Max", "Zoë"));
        assertThat(Desk.ids(desk.people(read))).containsExactly("2", "3");
        assertThat(Desk.ids(desk.crash().people(read))).containsExactly("2", "3");
    }

    @Test
    @Tag("R18")
    void whatTalkWroteItselfIsNoNews() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.update("1", "firstname", "Åse");
        desk.update("1", "email", "new@x.no");
        desk.insert(Desk.person("email", "z@x.no"));
        desk.archive("3");
        Page page = desk.reopen().people(read);
        assertThat(page.changes()).isEmpty();
        assertThat(desk.reopen().people(page.next()).changes()).isEmpty();
    }

    @Test
    void whatTalkWroteIsHandedOutWhenACrashMayHaveLostTheOutcome() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.update("1", "firstname", "Åse");
        desk.update("2", "firstname", "Zoë");
        assertThat(Desk.ids(desk.crash().people(read))).containsExactly("2");
    }

    @Test
    @Tag("R19")
    void anEditMadeBeforeTalkWroteTheSameRowIsNotHidden() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.file(FILE, THREE.replace("Kari", "Åse"));
        Outcome outcome = desk.update("1", "email", "new@x.no");
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        assertThat(Desk.ids(desk.people(read))).containsExactly("1");
    }

    @Test
    @Tag("R19")
    void anEditMadeAfterTalkWroteTheSameRowIsNotHidden() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.update("1", "email", "new@x.no");
        desk.file(FILE, desk.text(FILE).replace("new@x.no", "newer@x.no"));
        assertThat(Desk.ids(desk.people(read))).containsExactly("1");
    }

    @Test
    @Tag("R19")
    void anEditThatTakesBackWhatTalkWroteIsNotHidden() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.update("1", "email", "new@x.no");
        desk.reopen().file(FILE, THREE);
        Page page = desk.people(read);
        assertThat(Desk.ids(page)).containsExactly("1");
        desk.file(FILE, THREE.replace("k@x.no", "new@x.no"));
        assertThat(Desk.ids(desk.reopen().people(page.next())))
                .as("and taken back again")
                .containsExactly("1");
    }

    @Test
    void aRowThatTalkArchivedAndAPersonPutBackComesAgain() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.archive("3");
        desk.file(FILE, THREE);
        assertThat(Desk.ids(desk.people(read))).containsExactly("3");
    }

    @Test
    void aRowThatTalkInsertedAndAPersonDeletedIsToldToBeGone() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        Outcome.Applied made = (Outcome.Applied) desk.insert(Desk.person("email", "z@x.no"));
        desk.file(FILE, THREE);
        assertThat(desk.people(read).changes()).containsExactly(new Change.Deleted(made.recordId()));
    }

    @Test
    @Tag("R25")
    void withoutItsMemoryThePositionIsLostAndEverythingIsReadAgain() throws IOException {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        deleteMemory(desk);
        isLost(desk.reopen(), read);
        Page page = desk.people();
        assertThat(Desk.ids(page)).containsExactly("1", "2", "3");
        assertThat(desk.reopen().people(page.next()).changes()).isEmpty();
    }

    @Test
    void aDamagedMemoryIsLikeNone() throws IOException {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        for (Path file : memory(desk)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2]++;
            Files.write(file, bytes);
        }
        isLost(desk.reopen(), read);
    }

    @Test
    void aJournalThatWasCutShortHandsOutMoreRatherThanLess() throws IOException {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        desk.update("1", "firstname", "Åse");
        desk.update("2", "firstname", "Zoë");
        desk.close();
        Path journal = memory(desk).stream()
                .filter(f -> f.toString().endsWith(".journal"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(journal, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(Desk.ids(desk.crash().people(read))).containsExactly("2");
    }

    @Test
    void aPositionOfAnotherMakingIsLost() {
        Desk desk = desk(THREE);
        isLost(desk, new Position.Token("../../etc/passwd"));
        isLost(desk, new Position.Token(""));
        isLost(desk, new Position.Keyset(Instant.EPOCH, ""));
    }

    @Test
    void pagesOfOneReadingComeFromOneMomentWhateverHappensToTheFile() {
        Desk desk = desk(THREE);
        Page first = desk.page(EntityType.PERSON, null, 1);
        desk.file(FILE, THREE.replace("Kari", "Åse").replace("Max", "Zoë") + "4,New,n@x.no,\n");
        Page second = desk.page(EntityType.PERSON, first.next(), 1);
        Page third = desk.page(EntityType.PERSON, second.next(), 1);
        assertThat(third.hasMore()).isFalse();
        assertThat(Desk.ids(desk.people(third.next()))).containsExactly("1", "3", "4");
    }

    @Test
    void aReadingGoesOnAfterACrashWhenTheFileIsTheSame() {
        Desk desk = desk(THREE);
        Page first = desk.page(EntityType.PERSON, null, 1);
        Page rest = desk.crash().people(first.next());
        assertThat(Desk.ids(rest)).containsExactly("2", "3");
    }

    @Test
    void aCompleteListingIsLostAfterACrashWhenTheFileIsAnother() {
        Desk desk = desk(THREE);
        Page first = desk.page(EntityType.PERSON, null, 2);
        desk.crash().file(FILE, THREE.replace("Kari", "Åse"));
        isLost(desk, first.next());
    }

    @Test
    void aReadingOfChangesBeginsAnewFromTheSameGenerationAfterACrash() {
        Desk desk = desk(THREE);
        Position read = desk.people().next();
        String changed = THREE.replace("Kari", "Åse").replace("Max", "Zoë");
        Page first = desk.file(FILE, changed).page(EntityType.PERSON, read, 1);
        desk.crash().file(FILE, changed.replace("Ola", "Bo"));
        Page again = desk.people(first.next());
        assertThat(Desk.ids(again)).containsExactly("1", "2", "3");
    }

    @Test
    void twoConnectorsDoNotHideFromEachOtherWhatTheyWrite() {
        Desk one = desk(THREE);
        Desk other = new Desk(directory);
        Position readByOne = one.people().next();
        Position readByOther = other.people().next();
        one.update("1", "firstname", "Åse");
        one.close();
        assertThat(Desk.ids(other.people(readByOther))).contains("1");
        isLost(one, readByOne);
    }

    @Test
    void littleIsKept() throws IOException {
        Desk desk = desk(THREE);
        Position position = null;
        for (int run = 0; run < 10; run++) {
            desk.file(FILE, THREE.replace("Ola", "Ola" + run));
            position = desk.people(position).next();
            desk.update("1", "firstname", "Kari" + run);
            desk.reopen();
        }
        assertThat(memory(desk).size()).isLessThanOrEqualTo(4);
    }

    @Test
    void whereNothingCanBeRememberedEverythingIsReadEachTime() throws IOException {
        Desk desk = new Desk(directory).file(".talk", "a file in the way").file(FILE, THREE);
        Page first = desk.page(EntityType.PERSON, null, 2);
        assertThat(Desk.ids(desk.people(first.next()))).containsExactly("3");
        Position read = desk.people().next();
        isLost(desk.reopen(), read);
        assertThat(desk.people().changes()).hasSize(3);
        assertThat(desk.connector().check().findings())
                .anyMatch(f -> f.message().contains("cannot store the state of the last reading"));
    }

    @Test
    @Tag("R37")
    void theMemoryHoldsNoValues() throws IOException {
        Desk desk = desk("id,firstname,email\n1,secretive,hush@x.no\n");
        desk.people();
        desk.update("1", "firstname", "secretly");
        desk.close();
        List<Path> files = memory(desk);
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret", "hush");
        }
    }

    private static void isLost(Desk desk, Position position) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk.people(position))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.POSITION_LOST));
    }

    private static List<Path> memory(Desk desk) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(desk.memory())) {
            stream.forEach(files::add);
        }
        return files;
    }

    private static void deleteMemory(Desk desk) throws IOException {
        for (Path file : memory(desk)) {
            Files.delete(file);
        }
    }

    private Desk desk(String person) {
        return new Desk(directory).file(FILE, person);
    }
}
