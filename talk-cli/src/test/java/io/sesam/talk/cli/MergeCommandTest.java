package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, golden records out, in one command. */
final class MergeCommandTest {
    @TempDir
    private Path directory;

    private Place place() {
        return new Place(directory)
                .file("crm.csv", """
                        id,firstname,lastname,email,modified
                        1,Anna,Berg,anna@one.example,2026-01-02T08:00:00Z
                        2,Bo,,bo@one.example,2026-01-02T08:00:00Z
                        3,Cecilie,Dahl,cecilie@one.example,2026-01-02T08:00:00Z
                        """)
                .file(
                        "erp.csv",
                        "id;firstname;lastname;email\r\n7;Bo;Sæther;BO@one.example\r\n8;Åse;Lie;ase@one.example\r\n",
                        Charset.forName("windows-1252"));
    }

    private Place.Result merge(String... arguments) {
        return Place.anywhere(Map.of(), arguments);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void twoFilesBecomeGoldenRecordsWithCrosswalkAndProvenance() {
        Place place = place();
        Map<String, String> before = place.spreadsheets();

        Place.Result result = merge("merge", "person", path("crm.csv"), path("erp.csv"), "--out", path("golden"));

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("5 rows of 2 files became 4 golden records, 1 of them of several records. They are in "
                        + path("golden"))
                .contains("Largest clusters")
                .containsPattern("person {2}[a-z2-7]{24} {8}2\n")
                .doesNotContain("kept apart")
                .doesNotContain("not merged");
        assertThat(result.err()).contains("erp.csv is not in UTF-8; it is read as windows-1252");
        assertThat(place.read("golden/person.csv"))
                .startsWith("golden_id,records,firstname,lastname,email,gender,organisation\n")
                .contains(",2,Bo,Sæther,bo@one.example,,\n")
                .contains(",1,Åse,Lie,ase@one.example,,\n");
        assertThat(place.read("golden/crosswalk.csv")).contains(",crm,2\n").contains(",erp,7\n");
        assertThat(place.read("golden/provenance.csv"))
                .containsPattern("person,[a-z2-7]{24},lastname,won,Sæther,erp,7,,newest\n")
                .containsPattern("person,[a-z2-7]{24},email,won,bo@one.example,crm,2,2026-01-02T08:00:00Z,newest\n");
        before.forEach((name, text) -> assertThat(place.spreadsheets()).containsEntry(name, text));
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("crm.csv", "erp.csv", "golden");
    }

    @Test
    @Tag("R38")
    void aSettingsFileSaysWhichColumnsRulesAndLinks() {
        Place place = place().file("companies.jsonl", """
                        {"number": 70, "name": "Acme", "country": "NO"}

                        {"number": "71", "name": null}
                        """)
                .file("people.csv", "Nr,Mail,Surname,Firm\n1,eva@one.example,Foss,70\n2,eva@one.example,Foss-Lie,99\n")
                .file(
                        "links.csv",
                        "first,second,kind\ncrm/person/3,erp/person/8,same\nerp/person/7,crm/person/2,apart\n")
                .file("merge.yaml", """
                        trust: [staff, crm]
                        winners: { person: { lastname: longest } }
                        files:
                          crm.csv: {}
                          erp.csv: { system: erp, type: person }
                          people.csv:
                            system: staff
                            columns: { id: Nr, email: Mail, lastname: Surname, organisation: Firm }
                          companies.jsonl: { system: staff, type: organisation, columns: { id: number } }
                        links: links.csv
                        out: golden
                        """);

        Place.Result result = merge("merge", "--config", path("merge.yaml"));

        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(ExitCode.DONE);
        String acme = place.read("golden/organisation.csv")
                .lines()
                .filter(line -> line.contains(",Acme,"))
                .map(line -> line.substring(0, 24))
                .findFirst()
                .orElseThrow();
        assertThat(place.read("golden/person.csv"))
                .contains(",2,,Foss-Lie,eva@one.example,," + acme + "\n")
                .contains(",1,Bo,\"\",bo@one.example,,\n")
                .contains(",2,Cecilie,Dahl,cecilie@one.example,,\n");
        assertThat(result.out()).contains("person.lastname");
    }

    @Test
    @Tag("R11")
    void whatIsParkedOrRefusedIsListedAndMakesTheStatusThree() {
        StringBuilder rows = new StringBuilder("id,firstname,email\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i).append(",Ada,info@one.example\n");
        }
        rows.append(",NoId,x@one.example\n1,Twice,twice@one.example\n");
        new Place(directory).file("crm.csv", rows.toString());

        Place.Result result = merge("merge", "person", path("crm.csv"), "--out", path("golden"), "--json");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(result.json().get("rows").asInt()).isEqualTo(62);
        assertThat(result.json().get("parked").asInt()).isBetween(59, 60);
        assertThat(result.json().get("refused").asInt()).isEqualTo(2);
        assertThat(new Place(directory).read("golden/refused.csv"))
                .contains("crm.csv,62,\"it has no id; fill the cell, or remove the column\"\n")
                .contains("its id was given more than once");
        assertThat(new Place(directory).read("golden/parked.csv").lines().count())
                .isGreaterThanOrEqualTo(60);
        Place.Result text = merge("merge", "person", path("crm.csv"), "--out", path("golden"));
        assertThat(text.out()).contains("are kept apart").contains("2 rows were not merged; refused.csv lists them:");
    }

    private String goldenOf(String file, String member) {
        return new Place(directory)
                .read(file)
                .lines()
                .filter(line -> line.endsWith("," + member))
                .map(line -> line.split(",", -1)[1])
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("R9")
    void aSecondMergeKeepsTheGoldenIdsOfTheFirstUnlessItIsToldOtherwise() throws Exception {
        Place place = new Place(directory).file("crm.csv", "id,email\n5,a@x.example\n");
        merge("merge", "person", path("crm.csv"), "--out", path("golden"));
        String first = goldenOf("golden/crosswalk.csv", "crm,5");
        Files.copy(directory.resolve("golden/crosswalk.csv"), directory.resolve("old.csv"));
        place.file("crm.csv", "id,email\n1,a@x.example\n5,a@x.example\n");

        Place.Result again = merge("merge", "person", path("crm.csv"), "--out", path("golden"));

        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(goldenOf("golden/crosswalk.csv", "crm,1")).isEqualTo(first);
        assertThat(place.read("golden/person.csv")).contains(first + ",2,");
        merge("merge", "person", path("crm.csv"), "--out", path("golden"), "--format", "parquet");
        merge("merge", "person", path("crm.csv"), "--out", path("golden"));
        assertThat(goldenOf("golden/crosswalk.csv", "crm,1"))
                .as("by way of Parquet")
                .isEqualTo(first);
        merge("merge", "person", path("crm.csv"), "--out", path("golden"), "--new-ids");
        assertThat(goldenOf("golden/crosswalk.csv", "crm,1")).isNotEqualTo(first);
        merge("merge", "person", path("crm.csv"), "--out", path("other"), "--ids", path("old.csv"));
        assertThat(goldenOf("other/crosswalk.csv", "crm,1")).isEqualTo(first);

        assertThat(merge("merge", "person", path("crm.csv"), "--out", path("g"), "--ids", path("none.csv"))
                        .err())
                .contains("none.csv is no file; name the crosswalk of an earlier result");
        Place.Result wrong = merge("merge", "person", path("crm.csv"), "--out", path("g"), "--ids", path("crm.csv"));
        assertThat(wrong.code()).isEqualTo(ExitCode.FAILED);
        assertThat(wrong.err()).contains("crm.csv, line 1 is no row of a crosswalk: its columns are others");
        assertThat(merge("merge", "person", path("crm.csv"), "--out", path("g"), "--ids", path("old.csv"), "--new-ids")
                        .err())
                .contains("name either --ids or --new-ids, not both");
        assertThat(directory.resolve("g")).doesNotExist();
    }

    @Test
    void aFileWithoutIdsIsMergedByItsLines() {
        new Place(directory).file("crm.csv", "firstname,email\nAda,ada@one.example\nAdb,ADA@one.example\n");
        Place.Result result = merge("merge", "person", path("crm.csv"), "--out", path("golden"));
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("crm.csv has no column \"id\"; the number of a line is the id of its record");
        assertThat(new Place(directory).read("golden/crosswalk.csv"))
                .contains(",crm,2\n")
                .contains(",crm,3\n");
        assertThat(new Place(directory).read("crm.csv")).startsWith("firstname,email\n");
    }

    @Test
    void aWrongCommandLineOrFileIsRefusedWithWhatToDo() throws Exception {
        Place place = place().file("people.parquet", "PAR1")
                .file("broken.csv", "id,email\n1,\"never closed\n2,x@one.example\n")
                .file("links.csv", "first,second\ncrm/person,erp/person/8\n")
                .file("merge.yaml", "files:\n  crm.csv: { sistem: crm }\ntrust: [cmr]\n")
                .file("columns.yaml", "files:\n  crm.csv: { columns: { mail: E-mail } }\n")
                .file("no.yaml", "files:\n  crm.csv: { columns: { id: No } }\n");
        assertThat(merge("merge").err()).contains("talk merge person crm.csv erp.csv --out golden");
        assertThat(merge("merge", "person", path("crm.csv")).err()).contains("name the directory of the result: --out");
        assertThat(merge("merge", "persn", path("crm.csv"), "--out", path("g")).err())
                .contains("no type \"persn\"")
                .contains("person");
        assertThat(merge("merge", "person", path("none.csv"), "--out", path("g"))
                        .err())
                .contains("none.csv is no file");
        Place.Result parquet = merge("merge", "person", path("people.parquet"), "--out", path("g"));
        assertThat(parquet.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(parquet.err()).contains("people.parquet is no complete Parquet file: it was cut");
        assertThat(merge("merge", "--config", path("merge.yaml")).err())
                .contains("no key \"sistem\"; did you mean \"system\"")
                .contains("trust: no file of a system \"cmr\"; did you mean \"crm\"");
        assertThat(merge("merge", "--config", path("columns.yaml"), "--out", path("g"))
                        .err())
                .contains("the type person has no property \"mail\"");
        assertThat(merge("merge", "--config", path("no.yaml"), "--out", path("g"))
                        .err())
                .contains("files.crm.csv.columns.id is no text for YAML")
                .contains("put it in quotation marks");
        Place.Result broken = merge("merge", "person", path("broken.csv"), "--out", path("g"));
        assertThat(broken.code()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.err())
                .contains("broken.csv, line 2: a quotation mark")
                .doesNotContain("never closed");
        assertThat(merge("merge", "person", path("crm.csv"), "--links", path("links.csv"), "--out", path("g"))
                        .err())
                .contains("links.csv, line 2: the column first names no record; write it as crm/person/17");
        Files.createDirectories(directory.resolve("mine"));
        place.file("mine/notes.csv", "x");
        assertThat(merge("merge", "person", path("crm.csv"), "--out", path("mine"))
                        .err())
                .contains("no result of an earlier merge");
        assertThat(directory.resolve("g")).doesNotExist();
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".talk"));
    }
}
