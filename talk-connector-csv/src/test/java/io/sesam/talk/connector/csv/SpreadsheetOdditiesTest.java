package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What spreadsheets and exports do to the syntax of a file. */
final class SpreadsheetOdditiesTest {
    private static final String FILE = "person.csv";

    @TempDir
    private Path directory;

    @Test
    @Tag("R4")
    void aTextFormulaIsTheTextInItAndIsWrittenAsOne() {
        Desk desk = desk("id,firstname,email\n=\"001\",\"=\"\"Ada\"\"\",=\"ada@x.example\"\n2,=1+1,b@x.no\n");
        RecordSnapshot ada = desk.person();
        assertThat(ada.id()).isEqualTo("001");
        assertThat(ada.fields().text("firstname")).isEqualTo(Value.of("Ada"));
        assertThat(ada.fields().text("email")).isEqualTo(Value.of("ada@x.example"));
        assertThat(desk.update("001", "firstname", "Ada")).isEqualTo(new Outcome.NoChange("001"));
        assertThat(desk.update("001", "firstname", "Åse")).isInstanceOf(Outcome.Applied.class);
        assertThat(desk.text(FILE)).contains("=\"001\",\"=\"\"Åse\"\"\",=\"ada@x.example\"\n2,=1+1");
        assertThat(((RecordSnapshot) desk.reopen().people().changes().get(1))
                        .fields()
                        .text("firstname"))
                .isEqualTo(Value.of("=1+1"));
    }

    @Test
    void aQuotationMarkAfterSpacesOpensACell() {
        Desk desk = desk(
                "id, firstname, lastname, email\n1, \"Ada, \"\"A\"\"\", \"Holm\" , \"ada@x.example\"\n2, \"B\" o,5\" x,\n");
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of("Ada, \"A\""));
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("ada@x.example"));
        desk.update("1", "lastname", "Lund");
        assertThat(desk.text(FILE)).contains("1, \"Ada, \"\"A\"\"\",\"Lund\", \"ada@x.example\"\n2, \"B\" o,5\" x,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;", "\"sep=;\"", "sep=;;;;", "\"sep=;\";;;", "SEP=;", "sep=,;;;"})
    void aLineThatNamesTheDelimiterMayHaveBeenSavedAgain(String line) {
        Desk desk = desk(line + "\r\nid;firstname;email\r\n1;Kari;k@x.no\r\n");
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("k@x.no"));
        desk.update("1", "firstname", "Åse");
        assertThat(desk.text(FILE)).isEqualTo(line + "\r\nid;firstname;email\r\n1;Åse;k@x.no\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void severalByteOrderMarksAreOne(String encoding) {
        String text = "\uFEFF\uFEFFid,email\n1,k@x.no\n";
        Desk desk = new Desk(directory).file(FILE, text.getBytes(java.nio.charset.Charset.forName(encoding)));
        assertThat(desk.person().id()).isEqualTo("1");
        desk.update("1", "email", "new@x.no");
        assertThat(desk.text(FILE, java.nio.charset.Charset.forName(encoding))).isEqualTo(text.replace("k@", "new@"));
    }

    @Test
    void aHeaderIsWhatAPersonSees() {
        Desk desk =
                desk("\u200bid,First\u00adname\u00a0,\u2007email\u200e,Change\u00a0\u00a0d\n1,Kari,k@x.no,2026-01-02\n")
                        .with("columns", Map.of("person", Map.of("modified", "change d")));
        assertThat(desk.person().id()).isEqualTo("1");
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of("Kari"));
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("k@x.no"));
        assertThat(desk.person().modified()).isPresent();
    }

    @Test
    void emptyCellsAndHeadersAtTheEndMeanNothing() {
        Desk desk = desk("id,firstname,email,,\n1,Kari,k@x.no,,,,\n2,Ola,o@x.no\n");
        assertThat(desk.people().changes()).hasSize(2);
        assertThat(desk.people().notes()).isEmpty();
        desk.update("1", "firstname", "Åse");
        assertThat(desk.text(FILE)).isEqualTo("id,firstname,email,,\n1,Åse,k@x.no,,,,\n2,Ola,o@x.no\n");
    }

    @Test
    void checkTellsColumnsThatNothingUsesAndPropertiesWithoutAColumn() {
        Desk desk = desk("id,firstname,email,Shoe size\n1,Kari,k@x.no,39\n");
        assertThat(desk.connector().check().findings())
                .filteredOn(finding -> finding.level() == Check.Level.NOTE)
                .extracting(Check.Finding::message)
                .containsExactly(
                        "person.csv has no column for [lastname, gender]; Talk neither reads nor writes them there",
                        "person.csv has columns that no property uses: [Shoe size]; map them in the setting columns if"
                                + " they are one");
    }

    @Test
    void aColumnHasOneMeaning() {
        refusesSettings(
                new Desk(directory).with("columns", Map.of("person", Map.of("email", "id"))),
                "columns.person.email: the column \"id\" is the one of the record's id");
        refusesSettings(
                new Desk(directory).with("columns", Map.of("person", Map.of("email", " MODIFIED\u00a0"))),
                "is the one of the time of change");
        refusesSettings(
                new Desk(directory).with("columns", Map.of("person", Map.of("id", "email"))),
                "columns.person.email: the column \"email\" is the one of the record's id");
        refusesSettings(
                new Desk(directory).with("columns", Map.of("person", Map.of("firstname", "lastname"))),
                "columns.person.lastname: the column \"lastname\" is the one of the property firstname");
        for (String name : List.of("id", "modified")) {
            refusesSettings(
                    new Desk(directory).with(Person.SCHEMA.with(Property.text(name))),
                    "the property \"person." + name + "\" has the name of the column of");
        }
    }

    @Test
    void formulasAreKeptAsTheyAreUnlessTheSettingQuotesThem() {
        for (String value : List.of("=1+1", "+x", "-x", "@x", "'=x", "''@")) {
            Desk kept = desk("id,firstname,email\n1,Kari,k@x.no\n");
            kept.update("1", "firstname", value);
            assertThat(kept.text(FILE)).contains("1," + value + ",");
            kept.close();
            Desk quoting =
                    new Desk(directory).with("formulas", "quote").file(FILE, "id,firstname,email\n1,Kari,k@x.no\n");
            quoting.update("1", "firstname", value);
            assertThat(quoting.text(FILE)).contains("1,'" + value + ",");
            assertThat(quoting.person().fields().text("firstname")).isEqualTo(Value.of(value));
            assertThat(quoting.update("1", "firstname", value)).isEqualTo(new Outcome.NoChange("1"));
            quoting.close();
        }
        refusesSettings(new Desk(directory).with("formulas", "never"), "formulas must be \"keep\" or \"quote\"");
    }

    @Test
    void checkTellsFormulasButNoSignedNumbers() {
        Desk desk = desk("id,firstname,lastname\n1,=cmd(),x\n2,@sum,y\n3,+47 22 33,-5.0\n4,-,=\"0150\"\n");
        assertThat(desk.connector().check().findings())
                .extracting(Check.Finding::message)
                .anyMatch(message -> message.contains("person.csv has 2 rows with values that begin with = + - or @"));
        desk.close();
        Desk quoting = new Desk(directory).with("formulas", "quote");
        assertThat(quoting.connector().check().findings())
                .extracting(Check.Finding::message)
                .noneMatch(message -> message.contains("begin with ="));
    }

    @Test
    @Tag("R46")
    void whatTalkKeepsBesideAFileIsReadableByItsOwnerOnly() throws IOException {
        Path data = Files.createDirectory(
                directory.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createDirectories(data.resolve(".talk/desk"));
        Desk desk = new Desk(data).file(FILE, "id,email\n1,k@x.no\n");
        Position read = desk.people().next();
        desk.update("1", "email", "new@x.no");
        desk.reopen().people(read);
        try (Stream<Path> files = Files.walk(data.resolve(".talk"))) {
            List<Path> all = files.toList();
            assertThat(all)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as("%s", path)
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(desk.path(FILE))).contains(PosixFilePermission.GROUP_READ);
    }

    @Test
    @Tag("R30")
    void whatIsNoFileIsRefusedWithoutWaiting() throws Exception {
        Path file = directory.resolve(FILE);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        refuses("person.csv is no regular file");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        refuses("person.csv is no regular file");
        Files.delete(file);
        Files.createDirectory(file);
        refuses("person.csv is no regular file");
    }

    private void refuses(String words) {
        Desk desk = new Desk(directory);
        assertThatExceptionOfType(TalkException.class).isThrownBy(desk::people).withMessageContaining(words);
        assertThat(desk.connector().check().isFine()).isFalse();
        assertThat(desk.connector().types().get(0).fields()).isEmpty();
    }

    private static void refusesSettings(Desk desk, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(desk::connector)
                .withMessageContaining(words);
    }

    private Desk desk(String person) {
        return new Desk(directory).file(FILE, person.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aZipThatAnExportWroteAsAFormulaKeepsItsZero() {
        Desk desk = new Desk(directory).file("organisation.csv", "id,name,zip\n=\"01\",Acme AS,=\"0150\"\n");
        RecordSnapshot acme = (RecordSnapshot)
                desk.read(EntityType.ORGANISATION, null).changes().get(0);
        assertThat(acme.fields().text("zip")).isEqualTo(Value.of("0150"));
    }
}
