package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.testkit.Samples;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that unchanged bytes of a file are kept. */
final class KeepingBytesTest {
    private static final String MESSY = "\"id\",Firstname ,email,\"Note, own\"\r\n"
            + "1,\"Kari\",k@x.no,\"a \"\"b\"\"\"\n"
            + "\n"
            + "2,Ola,  o@x.no  , left\r\n"
            + "3,Max,\"m@x.no\" ,x\r"
            + ",,,\n"
            + "4,5\" nail,n@x.no,last";

    @TempDir
    private Path directory;

    @Test
    void changesOneCellAndNoOtherByte() {
        Desk desk = desk(MESSY);
        desk.update("2", "email", "new@x.no");
        assertThat(desk.text("person.csv")).isEqualTo(MESSY.replace("  o@x.no  ", "new@x.no"));
    }

    @Test
    void aQuotedCellStaysQuoted() {
        Desk desk = desk(MESSY);
        desk.update("1", "firstname", "Åse");
        assertThat(desk.text("person.csv")).isEqualTo(MESSY.replace("\"Kari\"", "\"Åse\""));
    }

    @Test
    void aCellIsQuotedOnlyWhereItHasToBe() {
        Desk desk = desk(MESSY);
        desk.update("2", "firstname", "Smith, \"Jr.\"");
        assertThat(desk.text("person.csv")).isEqualTo(MESSY.replace("Ola", "\"Smith, \"\"Jr.\"\"\""));
    }

    @Test
    void aNewRowIsAddedInTheStyleOfTheLast() {
        Desk desk = desk("id,firstname,email\r\n1,\"Kari\",k@x.no\r\n\r\n");
        Outcome.Applied made = (Outcome.Applied) desk.insert(person("Ola", "o@x.no"));
        assertThat(desk.text("person.csv"))
                .isEqualTo("id,firstname,email\r\n1,\"Kari\",k@x.no\r\n" + made.recordId() + ",\"Ola\",o@x.no\r\n\r\n");
    }

    @Test
    void aFileWithoutALastLineEndGainsNone() {
        Desk desk = desk(MESSY);
        Outcome.Applied made = (Outcome.Applied) desk.insert(person("Ola", "o@x.no"));
        assertThat(desk.text("person.csv")).isEqualTo(MESSY + "\n" + made.recordId() + ",Ola,o@x.no,");
    }

    @Test
    void aFileWithOnlyAHeaderTakesRows() {
        Desk desk = desk("id,firstname,email");
        Outcome.Applied made = (Outcome.Applied) desk.insert(person("Ola", "o@x.no"));
        assertThat(desk.text("person.csv")).isEqualTo("id,firstname,email\n" + made.recordId() + ",Ola,o@x.no");
    }

    @Test
    void anArchivedRowIsTakenAwayAndNothingElse() {
        Desk desk = desk(MESSY);
        desk.archive("1");
        assertThat(desk.text("person.csv")).isEqualTo(MESSY.replace("1,\"Kari\",k@x.no,\"a \"\"b\"\"\"\n", ""));
        desk.archive("4");
        assertThat(desk.text("person.csv")).endsWith("3,Max,\"m@x.no\" ,x\r,,,\n");
    }

    @Test
    void aShortRowGrowsOnlyAsFarAsNeeded() {
        Desk desk = desk("id,firstname,lastname,email,gender\n1,Kari\n2\n");
        desk.update("2", "lastname", "Hansen");
        assertThat(desk.text("person.csv")).isEqualTo("id,firstname,lastname,email,gender\n1,Kari\n2,,Hansen\n");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,\uFEFF", "windows-1252,''", "UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF"})
    void keepsTheEncoding(String name, String mark) {
        Charset charset = Charset.forName(name);
        String text = mark + "id,firstname,lastname\r\n1,Åse,Bø\r\n2,Zoë,Å\r\n";
        Desk desk = new Desk(directory).file("person.csv", text.getBytes(charset));
        desk.people();
        desk.update("1", "lastname", "Ødegård");
        assertThat(desk.text("person.csv", charset)).isEqualTo(text.replace("Bø", "Ødegård"));
    }

    @Test
    void keepsTheLineThatNamesTheDelimiter() {
        Desk desk = desk("sep=;\r\nid;email\r\n1;k@x.no\r\n");
        desk.update("1", "email", "new@x.no");
        assertThat(desk.text("person.csv")).isEqualTo("sep=;\r\nid;email\r\n1;new@x.no\r\n");
    }

    @Test
    @Tag("R4")
    void aLetterThatTheEncodingLacksIsRefusedAndNothingIsWritten() {
        byte[] before = "id,firstname\n1,Åse\n".getBytes(Charset.forName("windows-1252"));
        Desk desk = new Desk(directory).file("person.csv", before);
        Outcome outcome = desk.update("1", "firstname", "Łukasz");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("column \"firstname\"", "windows-1252", "save the file as \"CSV UTF-8\"")
                                .doesNotContain("Łukasz"));
        assertThat(desk.text("person.csv", Charset.forName("windows-1252"))).isEqualTo("id,firstname\n1,Åse\n");
    }

    @Test
    @Tag("R4")
    void aControlCharacterIsRefusedForItWouldSpoilTheFile() {
        Desk desk = desk("id,firstname\n1,Kari\n");
        assertThat(desk.update("1", "firstname", "Ka\0ri")).isInstanceOf(Outcome.Rejected.class);
        assertThat(desk.person().id()).isEqualTo("1");
    }

    @Test
    @Tag("R3")
    void aCountryIsWrittenAsAlpha2AndOneThatMeansTheSameKeepsItsSpelling() {
        Desk desk = new Desk(directory).file("organisation.csv", "id,name,country\n1,Acme,Norge\n2,Wave,\n");
        desk.read(Organisation.SCHEMA.type(), null);
        desk.update("1", country("NO"), Fields.unknown(Organisation.SCHEMA));
        desk.update("2", country("Sverige"), Fields.unknown(Organisation.SCHEMA));
        assertThat(desk.text("organisation.csv")).isEqualTo("id,name,country\n1,Acme,Norge\n2,Wave,SE\n");
    }

    @ParameterizedTest
    @CsvSource({"F,F", "Female,Female", "kvinne,kvinne", "MALE,FEMALE", "M,FEMALE", "male,female", "'',female"})
    @Tag("R3")
    void aGenderIsSpeltAsItsColumnMostlyDoes(String there, String written) {
        Desk desk = desk("id,gender\n1," + there + "\n2," + there + "\n3,female\n4,\n");
        desk.archive("3");
        desk.update("4", "gender", "FEMALE");
        assertThat(desk.text("person.csv")).endsWith("4," + written + "\n");
    }

    @Test
    @Tag("R18")
    void whatMeansTheSameIsNotRewritten() {
        String text = "id,firstname,email,gender\n1, Kari ,KARI@x.no,K\n";
        Desk desk = desk(text);
        Fields same = Fields.builder(Person.SCHEMA)
                .text("firstname", "Kari")
                .text("email", "kari@x.no")
                .text("gender", "FEMALE")
                .build();
        assertThat(desk.update("1", same, same)).isEqualTo(new Outcome.NoChange("1"));
        assertThat(desk.text("person.csv")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-01T00:00:00Z,2026-05-17T10:00:00Z",
        "2025-01-01T00:00:00,2026-05-17T10:00:00",
        "2025-01-01 00:00,2026-05-17 10:00:00",
        "2025-01-01,2026-05-17",
        "'',2026-05-17T10:00:00Z"
    })
    void theTimeOfTheLastChangeIsSetInTheStyleOfItsColumn(String before, String after) {
        Desk desk = desk("id,email,modified\n1,k@x.no," + before + "\n2,o@x.no," + before + "\n");
        desk.update("1", "email", "new@x.no");
        assertThat(desk.text("person.csv"))
                .isEqualTo("id,email,modified\n1,new@x.no," + after + "\n2,o@x.no," + before + "\n");
    }

    @Test
    void rightsAreKept() throws Exception {
        Desk desk = desk("id,email\n1,k@x.no\n");
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rw-rw----");
        Files.setPosixFilePermissions(desk.path("person.csv"), rights);
        desk.update("1", "email", "new@x.no");
        assertThat(Files.getPosixFilePermissions(desk.path("person.csv"))).isEqualTo(rights);
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Files.createDirectory(directory.resolve("elsewhere"));
        Path real = Files.writeString(directory.resolve("elsewhere/real.csv"), "id,email\n1,k@x.no\n");
        Desk desk = new Desk(directory);
        Files.createSymbolicLink(desk.path("person.csv"), real);
        desk.update("1", "email", "new@x.no");
        assertThat(desk.path("person.csv")).isSymbolicLink();
        assertThat(real).hasContent("id,email\n1,new@x.no\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("R4")
    void manyWritesLeaveWhatTheySayAndNothingElse(long seed) {
        Samples samples = Samples.seeded(seed);
        String end = seed % 2 == 0 ? "\n" : "\r\n";
        Desk desk = desk("own;id;firstname;lastname;email;gender;\"own too\"" + end);
        for (Fields person : samples.people(20)) {
            Outcome.Applied made = (Outcome.Applied) desk.insert(person);
            Outcome again = desk.update(made.recordId(), person, Fields.unknown(Person.SCHEMA));
            assertThat(again).as("%s", samples).isEqualTo(new Outcome.NoChange(made.recordId()));
        }
        assertThat(desk.people().changes()).as("%s", samples).hasSize(20);
    }

    private static Fields person(String firstname, String email) {
        return Person.of(firstname, "", email).toFields().toBuilder()
                .set("lastname", Value.unknown())
                .build();
    }

    private static Fields country(String original) {
        return Fields.builder(Organisation.SCHEMA)
                .set("country", Value.of(Country.parse(original)))
                .build();
    }

    private Desk desk(String person) {
        Desk desk = new Desk(directory).file("person.csv", person.getBytes(StandardCharsets.UTF_8));
        desk.people();
        return desk;
    }
}
