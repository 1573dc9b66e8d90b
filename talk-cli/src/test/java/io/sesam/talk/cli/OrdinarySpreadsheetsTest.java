package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two spreadsheets as people, exports and office programs leave them: nothing is doubled, spoilt or spread by it. */
final class OrdinarySpreadsheetsTest {
    private static final String NO_BREAK = "\u00a0";

    @TempDir
    private Path directory;

    private Place place;

    @BeforeEach
    void twoSystems() {
        place = new Place(directory).file("talk.yaml", """
                store: { kind: sqlite, path: talk.db }
                trust: [left, right]
                connections:
                  left: { connector: csv, settings: { directory: left } }
                  right: { connector: csv, settings: { directory: right } }
                """);
    }

    private Result sync() {
        Result result = place.talk("sync");
        assertThat(result.code()).as(result.err() + result.out()).isIn(ExitCode.DONE, ExitCode.INCOMPLETE);
        return result;
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1L;
    }

    @Test
    @Tag("R5")
    @Tag("R12")
    void peopleWhoLookTheSameAreOneAndStrangersAreNot() {
        place.file("left/person.csv", """
                        id,firstname,lastname,email,modified
                        1,Liv,Moe,liv\u200b@shop.example,2026-01-01T00:00:00Z
                        2,Per,Dal,per@blåbær.example,2026-01-01T00:00:00Z
                        3,Eva,Rud,"Eva Rud <eva@shop.example>",2026-01-01T00:00:00Z
                        4,Geir,Vik,n/a,2026-01-01T00:00:00Z
                        5,Mia,Old,mia@shop.example,0000-00-00 00:00:00
                        6,Jon,Old,jon@shop.example,2020-02-03T04:05:06.000+0000
                        7,Nil,Bø,NULL,2026-01-01T00:00:00Z
                        8,Bil,Ge,BİLGE@shop.example,2026-01-01T00:00:00Z
                        """).file("right/person.csv", """
                        id,firstname,lastname,email,modified
                        a,Liv,Moe,liv@shop.example,2026-01-02T00:00:00Z
                        b,Per,Dal,per@xn--blbr-roah.example,2026-01-02T00:00:00Z
                        c,Eva,Rud,eva@shop.example,2026-01-02T00:00:00Z
                        d,Dag,Roe,n/a,2026-01-02T00:00:00Z
                        e,Mia,New,mia@shop.example,2026-01-02T00:00:00Z
                        f,Jon,New,jon@shop.example,2026-01-02T00:00:00Z
                        g,Ole,Ek,NULL,2026-01-02T00:00:00Z
                        """);

        sync();

        String left = place.read("left/person.csv");
        String right = place.read("right/person.csv");
        for (String all : new String[] {left, right}) {
            for (String once : new String[] {"Liv", "Per", "Eva", "Geir", "Dag", "Nil", "Ole", "Bil"}) {
                assertThat(count(all, "," + once + ","))
                        .as("%s in %s", once, all)
                        .isEqualTo(1);
            }
            assertThat(all).contains("Mia,New", "Jon,New").doesNotContain("Old");
        }
        assertThat(right).as("nobody has this spelling").doesNotContain("i\u0307lge");
        assertThat(sync().out()).as("nothing is left to do").doesNotContain("inserted 1");
        assertThat(place.read("left/person.csv")).isEqualTo(left);
        assertThat(place.read("right/person.csv")).isEqualTo(right);
    }

    @Test
    @Tag("R6")
    @Tag("R11")
    @Tag("R43")
    void companiesOfOneNameKeepTheirAddressesAndCountriesTheirCodes() {
        place.file("left/organisation.csv", """
                        id,name,address,zip,country,modified
                        1,Bakehuset,Torget 1,0101,NO,2026-01-01T00:00:00Z
                        2,Bakehuset,Brygga 2,5050,NO,2026-02-01T00:00:00Z
                        3,Bakehuset,Vollen 3,7070,NO,2026-03-01T00:00:00Z
                        4,Tehran Ltd,,,Iran (Islamic Republic of),2026-03-01T00:00:00Z
                        5,Isles\u00a0 Ltd,,,Saint Kitts & Nevis,2026-03-01T00:00:00Z
                        6,-,Ukjent 1,,NO,2026-03-01T00:00:00Z
                        """).file("right/organisation.csv", """
                        id,name,address,zip,country,modified
                        a,Bakehuset,Torget 1,0101,NO,2026-01-01T00:00:00Z
                        b,Tehran Ltd,,,IR,2026-01-01T00:00:00Z
                        c,Isles Ltd,,,KN,2026-01-01T00:00:00Z
                        d,-,Annet 9,,NO,2026-01-01T00:00:00Z
                        """);

        sync();

        assertThat(place.read("right/organisation.csv"))
                .contains("a,Bakehuset,Torget 1,0101,NO,")
                .contains("b,Tehran Ltd,,,IR,", ",,,KN,", "d,-,Annet 9,")
                .doesNotContain("Brygga", "Islamic", "Kitts");
        assertThat(count(place.read("left/organisation.csv"), "Isles")).isEqualTo(1);
    }

    /** What one file says in another manner is the same person as in the other file: in both, there is one afterwards. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two byte order marks     | \\ufeff\\ufeffid,firstname,email\\n1,Liv,liv@shop.example\\n",
                "a no-break space at the end of a header | id,firstname,email\\u00a0\\n1,Liv,liv@shop.example\\n",
                "more cells than headers  | id,firstname,email\\n1,Liv,liv@shop.example,,\\n",
                "spaces before quotes     | id,firstname,email\\n1, \"Liv\", \"liv@shop.example\"\\n",
                "text formulas            | id,firstname,email\\n=\"1\",Liv,=\"liv@shop.example\"\\n",
                "the delimiter in quotes  | \"sep=;\"\\nid;firstname;email\\n1;Liv;liv@shop.example\\n",
                "the delimiter, filled up | sep=;;;\\nid;firstname;email\\n1;Liv;liv@shop.example\\n",
                "a footer                 | id,firstname,email\\n1,Liv,liv@shop.example\\n\\n\"Generated by Reports\"\\n",
                "a line without a record  | id,firstname,email\\n1,Liv,liv@shop.example\\n,,\\n",
                "an address with a scheme | id,firstname,email\\n1,Liv,mailto:liv@shop.example\\n"
            })
    void anotherMannerOfWritingIsNoOtherPerson(String manner, String file) {
        String text = file.replace("\\n", "\n").replace("\\ufeff", "\ufeff").replace("\\u00a0", NO_BREAK);
        place.file("left/person.csv", text)
                .file("right/person.csv", "id,firstname,email\na,Liv,liv@shop.example\nb,Per,per@shop.example\n");

        sync();

        String right = place.read("right/person.csv");
        assertThat(right).as(manner).isEqualTo("id,firstname,email\na,Liv,liv@shop.example\nb,Per,per@shop.example\n");
        assertThat(count(place.read("left/person.csv"), "Liv")).as(manner).isEqualTo(1);
        assertThat(place.read("left/person.csv")).as("who is new is added").contains("per@shop.example");
    }

    @Test
    @Tag("R22")
    void aControlCharacterRejectsItsRowAndNamesItsLine() {
        place.file("left/person.csv", "id,firstname,email\n1,Liv,liv@shop.example\n2,P\u0003er,per@shop.example\n")
                .file("right/person.csv", "id,firstname,email\na,Eva,eva@shop.example\n");

        assertThat(place.talk("check").out()).contains("line 3");
        assertThat(sync().out()).contains("line 3");

        assertThat(place.read("right/person.csv")).contains("Liv").doesNotContain("er@shop");
        assertThat(place.read("left/person.csv")).contains("Eva", "P\u0003er");
    }

    @Test
    @Tag("R42")
    void aFileThatWasSpoiltBySavingIsHeldAndTheOtherStays() {
        String people = "id,firstname,email\n"
                + IntStream.range(0, 6)
                        .mapToObj(i -> "p" + i + ",Željko " + i + ",z" + i + "@shop.example\n")
                        .collect(Collectors.joining());
        String firms = "id,name,zip\n1,Nordlys AS,0250\n2,Sørlys AS,0301\n3,Vestlys AS,0401\n";
        place.file("left/person.csv", people)
                .file("left/organisation.csv", firms)
                .file("right/person.csv", people.replace("\np", "\nq").replace(",z", ",y"))
                .file("right/organisation.csv", firms);
        sync();
        assertThat(place.read("left/person.csv"))
                .as("half of it is new to the connector")
                .hasLineCount(13);
        String right = place.read("right/person.csv") + place.read("right/organisation.csv");

        place.file("left/person.csv", place.read("left/person.csv").replace("Ž", "?"))
                .file(
                        "left/organisation.csv",
                        place.read("left/organisation.csv").replace(",0", ","));
        Result held = place.talk("sync");

        assertThat(held.code()).isNotEqualTo(ExitCode.DONE);
        assertThat(place.read("right/person.csv") + place.read("right/organisation.csv"))
                .isEqualTo(right);
    }

    @Test
    @Tag("R41")
    @Tag("R42")
    void respeltAndLostIdsDoubleNobody() {
        String rows = "id,firstname,lastname\n"
                + IntStream.range(1, 6)
                        .mapToObj(i -> "000" + i + ",First" + i + ",Last" + i + "\n")
                        .collect(Collectors.joining());
        place.file("left/person.csv", rows).file("right/person.csv", "id,firstname,lastname\nx,Eva,Rud\n");
        sync();
        String right = place.read("right/person.csv");
        assertThat(count(right, ",First")).isEqualTo(5);

        String shorter = place.read("left/person.csv").replaceAll("(?m)^0+", "");
        place.file("left/person.csv", shorter);
        place.talk("sync");
        place.file("left/person.csv", shorter.replaceAll("(?m)^([0-9]+),", "$1.0,"));
        place.talk("sync");
        place.file("left/person.csv", shorter.replaceAll("(?m)^[^,]*,", ""));
        place.talk("sync");

        assertThat(place.read("right/person.csv")).isEqualTo(right);
    }

    @Test
    @Tag("R42")
    void aLineInAnotherEncodingIsNamedAndNothingIsMisread() {
        String people = "id,firstname,email\n1,Bjørg,bjorg@shop.example\n2,Åge,age@shop.example\n";
        place.file("left/person.csv", people).file("right/person.csv", people);
        sync();

        place.file(
                "left/person.csv",
                new String(people.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        + "3,Jørn,jorn@shop.example\n",
                StandardCharsets.ISO_8859_1);
        assertThat(place.talk("check").out()).contains("line 4");
        place.talk("sync");
        place.file("right/person.csv", people + "4,Ærlend,ar@shop.example\n");
        place.talk("sync");

        assertThat(place.read("right/person.csv")).isEqualTo(people + "4,Ærlend,ar@shop.example\n");
        assertThat(place.read("left/person.csv", StandardCharsets.ISO_8859_1)).doesNotContain("Ærlend");
    }

    @Test
    @Tag("R42")
    void cyrillicLettersAreGuessedAndTheGuessIsReported() {
        String people =
                "id,firstname,lastname,email\n1,Ольга,Смирнова,olga@shop.example\n2,Павел,Козлов,pavel@shop.example\n";
        place.file("left/person.csv", people, Charset.forName("windows-1251"))
                .file("right/person.csv", "id,firstname,lastname,email\na,Eva,Rud,eva@shop.example\n");

        assertThat(place.talk("check").out()).contains("read and written as windows-1251, which is a guess");
        assertThat(place.talk("sync").out()).contains("read and written as windows-1251, which is a guess");
        assertThat(place.read("right/person.csv")).contains("Ольга,Смирнова", "Павел,Козлов");
    }

    @Test
    @Tag("R42")
    void lettersThatMakeNoSenseAreRefusedUntilTheEncodingIsSet() {
        Charset greek = Charset.forName("windows-1253");
        String people = "id,firstname,lastname,email\n1,Ελένη,Νικολάου,eleni@shop.example\n";
        place.file("left/person.csv", people, greek)
                .file("right/person.csv", "id,firstname,lastname,email\na,Eva,Rud,eva@shop.example\n");

        Result refused = place.talk("sync");
        assertThat(refused.out() + refused.err()).contains("make no sense in Windows-1252", "set encoding");
        assertThat(place.read("right/person.csv")).hasLineCount(2);

        place.file(
                "talk.yaml",
                place.read("talk.yaml").replace("directory: left", "directory: left, encoding: windows-1253"));
        sync();
        assertThat(place.read("right/person.csv")).contains("Ελένη,Νικολάου");
    }

    @Test
    @Tag("R18")
    void otherLineEndsInAllCellsAreNoEdits() {
        String firms = "id,name,address\n1,Nordlys AS,\"Inngang B\nTorget 1\"\n2,Sørlys AS,\"Inngang C\nTorget 2\"\n";
        place.file("left/organisation.csv", firms).file("right/organisation.csv", firms);
        sync();
        String right = place.read("right/organisation.csv");

        place.file("left/organisation.csv", place.read("left/organisation.csv").replace("\n", "\r\n"));
        sync();

        assertThat(place.read("right/organisation.csv")).isEqualTo(right);
    }
}
