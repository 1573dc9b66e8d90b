package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.edit.IdGenerator;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.TableScan;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MadeUpIdsTest {
    @TempDir
    private Path directory;

    @Test
    void aColumnIsAddedBeforeTheOthersAndNoOtherByteChanges() {
        Desk desk = desk("\uFEFFfirstname,email\r\nKari,k@x.no\r\n\r\n\"O,la\",o@x.no\nMax");
        List<String> ids = Desk.ids(desk.people());
        assertThat(desk.text("person.csv"))
                .isEqualTo("\uFEFFid,firstname,email\r\n" + ids.get(0) + ",Kari,k@x.no\r\n\r\n\"" + ids.get(1)
                        + "\",\"O,la\",o@x.no\n" + ids.get(2) + ",Max");
    }

    @Test
    void emptyCellsAreFilledAndNoOtherByteChanges() {
        Desk desk = desk("email;id\nk@x.no;7\no@x.no;\n\"m@x.no\" ;\"\"\r\n");
        List<String> ids = Desk.ids(desk.people());
        assertThat(desk.text("person.csv"))
                .isEqualTo("email;id\nk@x.no;7\no@x.no;" + ids.get(1) + "\n\"m@x.no\" ;\"" + ids.get(2) + "\"\r\n");
    }

    @Test
    void theyAreInTheFileBeforeTheyAreHandedOutAndStay() {
        Desk desk = desk("email\nk@x.no\no@x.no\n");
        Page first = desk.page(Person.SCHEMA.type(), null, 1);
        assertThat(desk.text("person.csv")).contains(Desk.ids(first));
        assertThat(Desk.ids(desk.crash().people())).containsAll(Desk.ids(first));
    }

    @Test
    void aColumnIsAddedEvenWhereThereAreNoRowsYet() {
        Desk desk = desk("email\n");
        assertThat(desk.people().changes()).isEmpty();
        assertThat(desk.text("person.csv")).isEqualTo("id,email\n");
    }

    @Test
    void theyAreUnlikeAnythingThatASpreadsheetWouldChange() {
        Desk desk = desk("email\n" + "k@x.no\n".repeat(5000));
        List<String> ids = Desk.ids(desk.people());
        assertThat(new HashSet<>(ids)).hasSize(5000);
        assertThat(ids).allMatch(id -> id.matches("[bcdfghjkmnpqrstvwxz][bcdfghjkmnpqrstvwxz2-9]{9}"));
    }

    @Test
    void oneThatIsGoneIsNotMadeAgainEvenWithDiceThatAlwaysFallAlike() {
        Desk desk = desk("id,email\n,k@x.no\n");
        Set<String> all = new HashSet<>();
        for (int run = 0; run < 20; run++) {
            desk.reopen();
            String id = desk.person().id();
            assertThat(all.add(id)).as("%s is new", id).isTrue();
            desk.file("person.csv", "id,email\n,k" + run + "@x.no\n");
        }
    }

    @Test
    void theyAvoidIdsThatArePresentAndThoseThatWere() throws Exception {
        FileTable table = TableScan.scan(layout(), image("id,email\nabc,k@x.no\n"), "");
        Set<String> known = new HashSet<>();
        String first = new IdGenerator(() -> 1, table, known::contains, java.util.Map.of()).next();
        known.add(first);
        java.util.Iterator<Long> dice = List.of(1L, 1L, 2L).iterator();
        assertThat(new IdGenerator(dice::next, table, known::contains, java.util.Map.of()).next())
                .isNotEqualTo(first);
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedWithWhatToDo() throws Exception {
        Desk desk = desk("email\nk@x.no\n");
        Files.createFile(desk.path(".~lock.person.csv#"));
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(desk::people)
                .withMessageContaining("person.csv is open in an office program; close it there")
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNWRITABLE));
        assertThat(desk.text("person.csv")).isEqualTo("email\nk@x.no\n");
    }

    @Test
    void aFileThatIsOpenElsewhereCanBeReadWhenAllIdsAreThere() throws Exception {
        Desk desk = desk("id,email\n1,k@x.no\n");
        Files.createFile(desk.path(".~lock.person.csv#"));
        assertThat(desk.people().changes()).hasSize(1);
    }

    @Test
    @Tag("R21")
    void anInsertThatIsAskedAgainAfterACrashIsNotMadeTwice() {
        Desk desk = desk("id,email\n1,k@x.no\n");
        Fields ola = Person.of("", "", "o@x.no").toFields().toBuilder()
                .text("firstname", null)
                .text("lastname", null)
                .build();
        Operation insert = Operation.insert("the-very-same", ola);
        Outcome first = desk.write(insert);
        String text = desk.text("person.csv");
        Outcome second = desk.crash().write(insert);
        assertThat(((Outcome.Applied) second).recordId()).isEqualTo(((Outcome.Applied) first).recordId());
        assertThat(desk.text("person.csv")).isEqualTo(text);
    }

    @Test
    void manyInsertsHaveIdsOfTheirOwn() {
        assertThat(IntStream.range(0, 100_000)
                        .mapToObj(i -> IdGenerator.ofOperation("operation" + i))
                        .distinct())
                .hasSize(100_000);
    }

    private Desk desk(String person) {
        return new Desk(directory).file("person.csv", person);
    }

    private static FileLayout layout() {
        return new FileLayout(
                "person.csv",
                Person.SCHEMA,
                java.util.Map.of(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                CellText.Formulas.KEEP);
    }

    private FileImage image(String text) {
        try {
            Desk desk = desk(text);
            return FileImage.read(desk.path("person.csv"), "person.csv");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
