package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnderstandingFilesTest {
    private static final String PERSON = "person.csv";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void findsTheDelimiter(String delimiter) {
        Desk desk = desk("id,firstname,email\n1,Kari,kari@x.no\n".replace(",", delimiter));
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("kari@x.no"));
    }

    @Test
    void findsTheDelimiterByTheKnownColumnsRatherThanByTheMost() {
        Desk desk = desk("id;email;Comment, public, or not, or maybe\n1;kari@x.no;a,b\n");
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("kari@x.no"));
    }

    @Test
    void obeysTheDelimiterThatExcelNamesInTheFirstLine() {
        Desk desk = desk("sep=|\r\nid|email\r\n1|kari@x.no\r\n");
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("kari@x.no"));
    }

    @Test
    void obeysTheDelimiterOfTheSettings() {
        Desk desk = desk("id:email\n1:kari@x.no\n").with("delimiter", ":");
        assertThat(desk.person().fields().text("email")).isEqualTo(Value.of("kari@x.no"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,''", "UTF-8,\uFEFF", "windows-1252,''", "UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF"})
    void findsTheEncoding(String encoding, String mark) {
        Desk desk = new Desk(directory)
                .file(PERSON, (mark + "id,firstname\n1,Åse €\n").getBytes(Charset.forName(encoding)));
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of("Åse €"));
    }

    @Test
    void obeysTheEncodingOfTheSettings() {
        Desk desk = new Desk(directory)
                .file(PERSON, "id,firstname\n1,Łukasz\n".getBytes(Charset.forName("ISO-8859-2")))
                .with("encoding", "ISO-8859-2");
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.of("Łukasz"));
    }

    @Test
    void refusesWhatIsInNoEncodingItKnows() {
        Desk desk = new Desk(directory)
                .file(PERSON, "id,firstname\n1,\u0081\u008d\n".getBytes(StandardCharsets.ISO_8859_1));
        refuses(desk, "person.csv is not encoded in UTF-8 (line 2: byte 0x81 at offset 15)");
    }

    @Test
    void refusesAWorkbookWithTheNameOfACsvFile() {
        refuses(
                new Desk(directory).file(PERSON, new byte[] {'P', 'K', 3, 4, 0, 0}),
                "is an Excel workbook with the name of a CSV file");
    }

    @Test
    void takesHeadersInAnyCaseAndWithSpacesAround() {
        assertThat(desk("ID, Firstname ,EMAIL\n1,Kari,k@x.no\n")
                        .person()
                        .fields()
                        .text("firstname"))
                .isEqualTo(Value.of("Kari"));
    }

    @Test
    void mapsHeadersAsTheSettingsSay() {
        Desk desk = desk("No,Mail address,Changed\n7,k@x.no,2026-01-02\n")
                .with("columns", Map.of("person", Map.of("id", "No", "email", "Mail address", "modified", "Changed")));
        RecordSnapshot person = desk.person();
        assertThat(person.id()).isEqualTo("7");
        assertThat(person.fields().text("email")).isEqualTo(Value.of("k@x.no"));
        assertThat(person.modified()).contains(Instant.parse("2026-01-02T00:00:00Z"));
    }

    @Test
    void refusesAFileWithoutAColumnThatTheSettingsName() {
        Desk desk = desk("id,email\n1,k@x.no\n").with("columns", Map.of("person", Map.of("email", "E-mail")));
        refuses(
                desk,
                "person.csv has no column \"E-mail\", which the setting columns.person.email names; found in the first line: [id, email]");
    }

    @Test
    void refusesAFileOfWhichNothingIsKnown() {
        refuses(desk("a,b\n1,2\n"), "person.csv has none of the columns [firstname, lastname, email, gender]");
    }

    @Test
    void refusesAColumnThatIsThereTwice() {
        refuses(desk("id,email,email\n1,a,b\n"), "person.csv has the column \"email\" 2 times");
    }

    @Test
    void letsUnknownColumnsHaveOneName() {
        assertThat(desk("id,email,x,x\n1,a,b,c\n").person().id()).isEqualTo("1");
    }

    @Test
    @Tag("R2")
    void aColumnThatIsNotThereIsNoFieldAndUnknown() {
        Desk desk = desk("id,email\n1,k@x.no\n");
        TypeSpec spec = desk.connector().types().get(0);
        assertThat(spec.fields()).extracting(FieldSpec::name).containsExactly("email");
        assertThat(desk.person().fields().text("firstname")).isEqualTo(Value.unknown());
    }

    @Test
    @Tag("R2")
    void anEmptyCellIsBlankAndACellThatARowIsTooShortForIsUnknown() {
        RecordSnapshot person = desk("id,firstname,lastname,email\n1,, \n").person();
        assertThat(person.fields().slot(0)).isEqualTo(Blank.BLANK);
        assertThat(person.fields().slot(1)).isEqualTo(Blank.BLANK);
        assertThat(person.fields().slot(2)).isNull();
    }

    @Test
    @Tag("R1")
    void carriesPropertiesAndTypesOfTheHost() {
        Schema ship = Schema.of(new EntityType("ship"), Property.text("name"), Property.text("flag"));
        Desk desk = new Desk(directory).with(ship).file("ship.csv", "id,name,flag\n1,Fram,NO\n");
        RecordSnapshot read =
                (RecordSnapshot) desk.read(ship.type(), null).changes().get(0);
        assertThat(read.fields().text("flag")).isEqualTo(Value.of("NO"));
    }

    @Test
    void rowsWithoutALetterAreNoRecords() {
        assertThat(desk("id,email\n\n1,a@x.no\n,\n  ,\n\n2,b@x.no\n\n").people().changes())
                .hasSize(2);
    }

    @Test
    void aQuotationMarkThatIsNeverClosedRefusesTheFile() {
        for (String rows : List.of("2,\"open\n3,b\n", "2,\"a\"b\"\n", "2,\"a\nb\"c\"\n3,\"d\n")) {
            refuses(
                    desk("id,firstname\r\n1,a\r\n" + rows),
                    "person.csv, line 3: a quotation mark in this row is opened");
        }
    }

    @Test
    void refusesTwoRowsWithOneIdWithBothLines() {
        refuses(
                desk("id,firstname\n1,\"a\nb\"\n2,c\n 1 ,d\n"),
                "person.csv, lines 2 and 5: both rows have the id \"1\"; change one of the ids");
    }

    @Test
    void aFileOfWhichNoRowCanBeReadIsRefusedWithItsLines() {
        String rows = "1,a,b\n".repeat(12);
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> desk("id,firstname\n" + rows).people())
                .withMessageContaining("line 2: 3 cells for 2 columns")
                .withMessageContaining("line 11:")
                .withMessageContaining("and 2 more")
                .withMessageContaining("no row can be read");
    }

    @Test
    @Tag("R30")
    void otherTypesGoOnWhenOneFileIsWrong() {
        Desk desk = desk("id,email\n1,a\n1,b\n").file("product.csv", "id,name\n1,Kayak\n");
        assertThat(desk.connector().types())
                .extracting(TypeSpec::type)
                .containsExactly(EntityType.PERSON, EntityType.PRODUCT);
        assertThatThrownBy(desk::people).isInstanceOf(TalkException.class);
        assertThat(desk.read(EntityType.PRODUCT, null).changes()).hasSize(1);
    }

    @Test
    void aHeaderThatIsWrongLeavesTheTypeInPlaceSoThatReadingSaysWhy() {
        Desk desk = desk("nothing,known\n").file("product.csv", "id,name\n1,Kayak\n");
        TypeSpec person = desk.connector().types().get(0);
        assertThat(person.fields()).isEmpty();
        assertThat(person.inserts() || person.updates() || person.archives()).isFalse();
        refuses(desk, "none of the columns");
    }

    @Test
    @Tag("R37")
    void noMessageHoldsAValue() {
        String rows = "1,secret\n1,secret\n3,secret,secret\n4,\"secret\n";
        assertThatThrownBy(() -> desk("id,firstname\n" + rows).people())
                .satisfies(problem ->
                        assertThat(problem.toString() + problem.getCause()).doesNotContain("secret"));
    }

    @Test
    void aFileThatIsNotThereIsRefusedWhenTheSettingsNameIt() {
        Desk desk = new Desk(directory)
                .file("product.csv", "id,name\n1,Kayak\n")
                .with("columns", Map.of("person", Map.of("email", "E-mail")));
        assertThat(desk.connector().check().isFine()).isFalse();
        refuses(desk, "person.csv does not exist");
    }

    @Test
    void aFileWithoutAFirstLineIsRefused() {
        refuses(desk(""), "person.csv is empty; it needs a first line");
        refuses(desk("\n\n1,2\n"), "person.csv has no first line with the column names");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z,2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.678+02:00,2026-01-02T01:04:05.678Z",
        "2026-01-02T03:04,2026-01-02T03:04:00Z",
        "2026-01-02 03:04:05,2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05 +02:00,2026-01-02T01:04:05Z",
        "2026-01-02,2026-01-02T00:00:00Z",
        "20260102,2026-01-02T00:00:00Z",
        "2020-06-30T10:00:00+0000,2020-06-30T10:00:00Z",
        "1593511200,2020-06-30T10:00:00Z",
        "1593511200000,2020-06-30T10:00:00Z"
    })
    void readsTheTimeOfTheLastChange(String original, Instant meant) {
        assertThat(desk("id,email,modified\n1,a@x.no," + original + "\n")
                        .person()
                        .modified())
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "02/01/2026", "2026-13-01", "2026-01-02T99:00:00Z", "0000-00-00", "2026-01-02x"
            })
    void aTimeThatIsNoneIsUnknown(String original) {
        assertThat(desk("id,email,modified\n1,a@x.no," + original + "\n")
                        .person()
                        .modified())
                .isEmpty();
        assertThat(desk("id,email,modified\n1,a@x.no," + original + "\n")
                        .person()
                        .hasUnreadableTime())
                .isEqualTo(!original.isEmpty());
    }

    private Desk desk(String person) {
        return new Desk(directory).file(PERSON, person);
    }

    private static void refuses(Desk desk, String words) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(desk::people)
                .withMessageContaining(words)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNREADABLE));
    }
}
