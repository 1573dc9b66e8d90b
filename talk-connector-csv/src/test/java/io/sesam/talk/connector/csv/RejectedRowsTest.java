package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be read, and footers: they stay where they are, and the others are read. */
@Tag("R22")
@Tag("R42")
final class RejectedRowsTest {
    private static final String FILE = "person.csv";
    private static final String HEAD = "id,firstname,lastname,email\n";

    @TempDir
    private Path directory;

    @Test
    void eachKindOfBadRowIsToldWithItsLineAndTheOthersAreRead() {
        String bad = "2,Bo,Lie,b@x.no,more\n3,C\u0002y,Lo,c@x.no\n4,\"D\"i,Lu,d@x.no\n" + "x".repeat(70_000)
                + ",Eva,Ly,e@x.no\n";
        Desk desk = new Desk(directory).file(FILE, HEAD + "1,Ada,Holm,a@x.no\n" + bad + "9,Zoë,Ås,z@x.no\n");
        Page page = desk.people();
        assertThat(Desk.ids(page)).containsExactly("1", "9");
        assertThat(page.notes())
                .hasSize(4)
                .anyMatch(note -> note.startsWith("person.csv, line 3: 5 cells for 4 columns"))
                .anyMatch(note -> note.startsWith("person.csv, line 4: it contains the control character U+0002"))
                .anyMatch(note -> note.startsWith("person.csv, line 5: text follows a closing quotation mark"))
                .anyMatch(note -> note.startsWith("person.csv, line 6: the id has more than 1024 characters"))
                .noneMatch(note -> note.contains("Lie"));
        assertThat(desk.reopen().people(page.next()).notes()).isEqualTo(page.notes());
        Check check = desk.connector().check();
        assertThat(check.isFine()).isTrue();
        assertThat(check.findings().stream().map(Check.Finding::message)).containsAll(page.notes());
    }

    @Test
    void aRowThatEndsBeforeItsIdIsRejected() {
        Desk desk = new Desk(directory).file(FILE, "email,firstname,id\nk@x.no,Kari,1\nx@x.no,X\n");
        Page page = desk.people();
        assertThat(Desk.ids(page)).containsExactly("1");
        assertThat(page.notes()).singleElement().asString().contains("line 3: the row ends after 2 cells");
    }

    @Test
    @Tag("R25")
    void aRejectedRowIsNotDeletedAndComesBackWhenItIsMended() {
        String good = HEAD + "1,Ada,Holm,a@x.no\n2,Bo,Lie,b@x.no\n3,Cy,Lo,c@x.no\n";
        Desk desk = new Desk(directory).file(FILE, good);
        Position read = desk.people().next();
        desk.reopen().file(FILE, good.replace("2,Bo,Lie,b@x.no", "2,Bo,Lie, jr.,b@x.no"));
        Page rejected = desk.people(read);
        assertThat(rejected.changes()).isEmpty();
        assertThat(lookup(desk)).doesNotContainKey("2");
        assertThat(desk.update("2", "firstname", "Ben")).isInstanceOf(Outcome.Rejected.class);

        desk.reopen()
                .file(FILE, good.replace("2,Bo,Lie,b@x.no", "2,B\0o,Lie,b@x.no").replace("3,Cy", "3,Cyd"));
        Page still = desk.people(rejected.next());
        assertThat(Desk.ids(still)).containsExactly("3");

        desk.reopen().file(FILE, good.replace("Lie", "Berg").replace("3,Cy", "3,Cyd"));
        Page mended = desk.people(still.next());
        assertThat(Desk.ids(mended)).containsExactly("2");
        desk.reopen().file(FILE, HEAD + "1,Ada,Holm,a@x.no\n3,Cyd,Lo,c@x.no\n");
        assertThat(desk.people(mended.next()).changes()).containsExactly(new Change.Deleted("2"));
    }

    @Test
    @Tag("R25")
    void aRowWithoutAReadableIdMayBeAnyRecord() {
        String good = HEAD + "1,Ada,Holm,a@x.no\n2,Bo,Lie,b@x.no\n";
        Desk desk = new Desk(directory).file(FILE, good);
        Position read = desk.people().next();
        desk.reopen().file(FILE, good.replace("2,Bo", "\"2\"x,Bo"));
        Page rejected = desk.people(read);
        assertThat(rejected.changes()).isEmpty();
        assertThat(lookup(desk)).doesNotContainKey("2");
        desk.reopen().file(FILE, HEAD + "1,Ada,Holm,a@x.no\n");
        assertThat(desk.people(rejected.next()).changes()).containsExactly(new Change.Deleted("2"));
    }

    @Test
    @Tag("R4")
    void writingKeepsTheBytesOfRejectedRows() {
        String text = HEAD
                + "2,Bo,Lie,b@x.no,more\r\n1,Ada,Holm,a@x.no\r\n\r\n4,\"D\"i,Lu,d@x.no\r\n5,Eva,Ly,e@x.no\r\n6,F,L,f,g\r\n";
        Desk desk = new Desk(directory).file(FILE, text);
        assertThat(Desk.ids(desk.people())).containsExactly("1", "5");
        desk.update("1", "firstname", "Åse");
        assertThat(desk.text(FILE)).isEqualTo(text.replace("Ada", "Åse"));
        Outcome.Applied made = (Outcome.Applied) desk.insert(Desk.person("email", "new@x.no"));
        String added =
                text.replace("Ada", "Åse").replace("e@x.no\r\n", "e@x.no\r\n" + made.recordId() + ",,,new@x.no\r\n");
        assertThat(desk.text(FILE)).isEqualTo(added);
        desk.archive("1");
        desk.archive("5");
        assertThat(desk.text(FILE))
                .isEqualTo(added.replace("1,Åse,Holm,a@x.no\r\n", "").replace("5,Eva,Ly,e@x.no\r\n", ""));
    }

    @Test
    @Tag("R41")
    void aRecordThatARejectedRowMayHoldIsNotInserted() {
        Desk desk = new Desk(directory).file(FILE, HEAD + "1,Ada,Holm,a@x.no\n2,Bo,Lie, jr.,B@x.no\n");
        desk.people();
        Fields bo = Person.of("Bo", "Lie", "b@x.no").toFields();
        assertThat(desk.insert(bo))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.reason()).contains("line 3"));
    }

    @Test
    void aColumnOfIdsIsAddedToRejectedRowsToo() {
        Desk desk = new Desk(directory)
                .file(FILE, "firstname,lastname,email\nAda,Holm,a@x.no\nBo,Lie,b@x.no,more\nCy,Lo,c@x.no\n");
        List<String> ids = Desk.ids(desk.people());
        assertThat(desk.text(FILE))
                .isEqualTo("id,firstname,lastname,email\n" + ids.get(0) + ",Ada,Holm,a@x.no\n,Bo,Lie,b@x.no,more\n"
                        + ids.get(1) + ",Cy,Lo,c@x.no\n");
        assertThat(desk.people().notes()).hasSize(1);
    }

    @Test
    void footersAndTotalsAreToldAndNotRead() {
        Desk desk = new Desk(directory)
                .file(FILE, """
                        firstname,lastname,email
                        Ada,Holm,ada@x.example
                        "","",""
                        "Contacts with addresses"
                        "Copyright 2026 Example Inc."
                        "Confidential - Do Not Distribute"
                        """)
                .file("product.csv", "id,name,price\n1,Kopp,10\n,Total,10\n")
                .file("organisation.csv", "id,name,zip,country\n1,Acme,0150,NO\nTotal: 1 organisation,,,\n");
        assertThat(desk.people().changes()).hasSize(1);
        assertThat(desk.people().notes()).hasSize(3).allMatch(note -> note.contains("it looks like the footer"));
        for (EntityType type : List.of(EntityType.PRODUCT, EntityType.ORGANISATION)) {
            Page page = desk.read(type, null);
            assertThat(Desk.ids(page)).containsExactly("1");
            assertThat(page.notes()).hasSize(1);
        }
        assertThat(desk.text("product.csv")).isEqualTo("id,name,price\n1,Kopp,10\n,Total,10\n");
    }

    @Test
    void aLastRowThatIsARecordIsRead() {
        Desk desk = new Desk(directory)
                .file(FILE, "id,firstname,lastname,email\n1,Ada,Holm,a@x.no\n2,Bo,Lie,b@x.no\n,,,new@x.no\n")
                .file("product.csv", "id,name\n1,Kopp\n,Total\n");
        assertThat(desk.people().changes()).as("a lone address").hasSize(3);
        assertThat(desk.read(EntityType.PRODUCT, null).changes())
                .as("a name alone")
                .hasSize(2);
    }

    private static java.util.Map<String, Lookup.Found> lookup(Desk desk) {
        return desk.connector().lookup(EntityType.PERSON).orElseThrow().byId(List.of("1", "2"));
    }
}
