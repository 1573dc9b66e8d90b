package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings file, and the messages about mistakes in it. */
final class SettingsFileTest {
    @TempDir
    private Path directory;

    private Place place;

    @BeforeEach
    void makeRoom() {
        place = Place.withThreeSystems(directory);
    }

    @Test
    void allMistakesAreToldAtOnceEachWithItsPlace() {
        Result result = refused("""
                stoer: { kind: sqlite }
                store: { kind: sqlit, path: talk.db }
                trust: [crm, accounting, stuff]
                types:
                  person: { email: text, Title: text, boss: { kind: reference, target: persn }, size: { kind: number } }
                match:
                  persona: { by: [email] }
                  organisation: { by: [[nam]], limit: { records: many } }
                winners:
                  person: { lastnam: longest, firstname: loudest, email: { master: cmr } }
                connections:
                  crm:
                    connector: cvs
                    settings: { directory: crm }
                    types: { person: { share: perhaps, fulSync: true, deletes: all, duplicates: merge } }
                  accounting:
                    conector: csv
                    settings: { directory: accounting }
                  staff:
                    connector: csv
                    settings: { direktory: staff, delimiter: ";;" }
                  Other: { connector: csv, settings: { directory: other, encoding: klingon } }
                  last: { connector: csv, settings: { directory: last, encoding: klingon } }
                sinks: { analytics: { sink: duckdb, settings: { path: a.duckdb, threads: few } } }
                enrichers: { opensesam: { settings: { regsters: [gleif] } }, register: { enricher: opensessam } }
                """);

        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().map(String::strip))
                .startsWith("The settings are not right; nothing was started.")
                .contains(
                        "no key \"stoer\"; did you mean \"store\"?",
                        "store: no store named \"sqlit\" on the path; did you mean \"sqlite\"?",
                        "trust: no connection \"stuff\"; did you mean \"staff\"?",
                        "types.person.email: Talk's own person has that property already",
                        "types.person.boss: no type \"persn\"; did you mean \"person\"?",
                        "types.person.size.kind must be one of text, email, domain, country, gender, reference",
                        "match: no type \"persona\"; did you mean \"person\"?",
                        "match.organisation: no property \"nam\"; did you mean \"name\"?",
                        "match.organisation.limit.records must be a whole number of at least 1",
                        "winners.person: no property \"lastnam\"; did you mean \"lastname\"?",
                        "winners.person.firstname: no rule \"loudest\"; did you mean \"longest\"?",
                        "winners.person.email.master: no connection \"cmr\"; did you mean \"crm\"?",
                        "connections.crm: no connector named \"cvs\" on the path; did you mean \"csv\"?",
                        "connections.crm.types.person.share must be true or false",
                        "connections.crm.types.person: no key \"fulSync\"; did you mean \"fullSync\"?",
                        "connections.crm.types.person.deletes must be one of ignore, unlink, archive",
                        "connections.crm.types.person.duplicates must be one of keep, sync",
                        "connections.accounting: no key \"conector\"; did you mean \"connector\"?",
                        "connections.accounting.connector is missing; it is the name of a connector, such as csv",
                        "connections.staff.settings: no setting \"direktory\"; did you mean \"directory\"?",
                        "sinks.analytics.settings.threads must be a whole number",
                        "enrichers.opensesam.settings: no setting \"regsters\"; did you mean \"registers\"?",
                        "enrichers.register: no enricher named \"opensessam\" on the path; did you mean \"opensesam\"?")
                .anyMatch(line -> line.startsWith("types.person.Title: a property's name is lower-case"))
                .anyMatch(line -> line.startsWith("connections.staff.settings.directory is missing"))
                .anyMatch(line -> line.startsWith("connections.Other: a system's name is lower-case"))
                .anyMatch(line -> line.startsWith("connection last: encoding"));
        assertThat(directory.resolve("talk.db")).doesNotExist();
    }

    @Test
    void variablesAreFilledInFromTheEnvironment() {
        place.environment.put("CRM", "crm");
        place.environment.put("EMPTY", "");
        place.file("talk.yaml", """
                store: { kind: sqlite, path: "${EMPTY:-talk}.db" }
                connections:
                  crm: { connector: csv, settings: { directory: "${CRM}" } }
                  staff: { connector: csv, settings: { directory: "${STAFF:-staff}" } }
                """);

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("talk.db")).exists();
    }

    @Test
    @Tag("R37")
    void aMissingVariableIsToldByTheKeyAndTheNameOnly() {
        Result result = refused("""
                connections:
                  crm: { connector: csv, settings: { directory: "hush-${CRM_HOME}", encoding: "${" } }
                """);

        assertThat(result.err())
                .contains("connections.crm.settings.directory: the environment variable CRM_HOME is not set")
                .contains("connections.crm.settings.encoding: after ${ comes the name of an environment variable and }")
                .doesNotContain("hush");
    }

    @Test
    @Tag("R37")
    void keptTokensAreEncryptedWithTheKeysOfTheFile() throws IOException {
        place.environment.put("NEW_KEY", "a new and long passphrase");
        place.environment.put("OLD_KEY", "the old and long passphrase");
        String token = "token-to-be-kept-0123456789";
        String keeping = """
                store: { kind: sqlite, path: kept.db }
                %s
                connections:
                  crm: { connector: csv, settings: { directory: crm } }
                  vault: { connector: vault, settings: { token: "%s", mood: keeping } }
                """;

        place.file("talk.yaml", keeping.formatted("tokenKeys: { k1: \"${OLD_KEY}\" }", token));
        done(place.talk("sync"));
        place.file("talk.yaml", keeping.formatted("tokenKeys: { k2: \"${NEW_KEY}\", k1: \"${OLD_KEY}\" }", token));
        done(place.talk("sync"));

        assertThat(bytesOf("kept.db")).contains("k1.k2.").doesNotContain(token);
        place.file("talk.yaml", keeping.formatted("tokenKeys: { k1: \"${OLD_KEY}\" }", token));
        Result without = place.talk("sync");
        assertThat(without.err() + without.out()).contains("was encrypted with the key \"k2\", which is not set");
        assertThat(refused(keeping.formatted(
                                "tokenKeys: { k1: \"${OLD_KEY:-}short\", \"k 2\": \"${NEW_KEY}\", k3: }", token))
                        .err())
                .contains("tokenKeys.k 2: a key needs an id of its own")
                .contains("tokenKeys.k3 is missing; it is a secret of at least 16 characters")
                .doesNotContain("passphrase");
    }

    private static void done(Result result) {
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(ExitCode.DONE);
    }

    private String bytesOf(String file) throws IOException {
        return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aKeyThatStandsTwiceIsAProblem() {
        Result result = refused("""
                connections:
                  crm: { connector: csv, settings: { directory: crm } }
                  crm: { connector: csv, settings: { directory: staff } }
                """);

        assertThat(result.err()).contains("connections.crm stands twice, the second time in line 3");
    }

    @Test
    @Tag("R37")
    void brokenYamlIsToldByLineAndColumnWithoutQuotingIt() {
        Result result = refused("connections:\n  crm:\n    password: 'hush\n    connector: csv\n");

        assertThat(result.err())
                .contains("talk.yaml is neither YAML nor JSON at line ")
                .doesNotContain("hush");
        assertThat(refused("a: b: hush").err()).contains("at line 1, column 5").doesNotContain("hush");
    }

    @Test
    void aliasesAndFurtherDocumentsAreRefused() {
        Result result = refused("""
                connections:
                  crm: &crm { connector: csv, settings: { directory: crm } }
                  staff: *crm
                ---
                more: true
                """);

        assertThat(result.err())
                .contains("connections.staff is an alias (*); write what it stands for")
                .contains("a second document begins in line 5");
    }

    @Test
    void jsonIsUnderstoodToo() throws Exception {
        place.file("talk.json", """
                {
                \t"connections": {
                \t\t"crm": { "connector": "csv", "settings": { "directory": "crm" } }
                \t}
                }
                """);

        assertThat(run("talk.json").code()).isEqualTo(ExitCode.DONE);
        Files.writeString(
                directory.resolve("talk.yaml"),
                "{\"connections\": {\"crm\": {\"connector\": \"csv\"," + " \"settings\": {\"directory\": \"crm\"}}}}");
        assertThat(place.talk("check").code()).isEqualTo(ExitCode.DONE);
        place.file("broken.json", "{\"connections\": {\n  \"crm\" \"hush\"}}");
        assertThat(run("broken.json").err())
                .contains("broken.json is neither YAML nor JSON at line 2")
                .doesNotContain("hush");
    }

    @Test
    void aFileThatCannotBeReadIsToldInOneSentence() throws Exception {
        assertThat(run("nowhere.yaml").code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(run("nowhere.yaml").err())
                .contains("nowhere.yaml is not there; name the settings file with --config");
        assertThat(run("crm").err()).contains("crm is a directory; name the file in it");
        place.file("latin.yaml", "# Blåbær\n", StandardCharsets.ISO_8859_1);
        assertThat(run("latin.yaml").err()).contains("latin.yaml is not in UTF-8; save it as UTF-8");
        place.file("empty.yaml", "");
        assertThat(run("empty.yaml").err()).contains("connections: none is configured; there is nothing to sync");
        place.file("list.yaml", "[1, 2]");
        assertThat(run("list.yaml").err()).contains("the file must hold keys with values");
    }

    @Test
    void aByteOrderMarkDoesNotMatter() {
        place.file("talk.yaml", "\uFEFF" + Place.THREE_SYSTEMS);

        assertThat(place.talk("check").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    @Tag("R1")
    @Tag("R6")
    @Tag("R12")
    void typesRulesAndWinnersOfTheHostAreFollowed() {
        place.file("talk.yaml", """
                store: { kind: memory }
                types:
                  person: { title: text }
                  branch: { code: text, town: { unit: place }, zip: { unit: place } }
                match:
                  person: { by: [[firstname, lastname]], ignore: [info@one.example, info@one.example], limit: { records: 9 } }
                  branch: { by: code }
                winners:
                  person: { title: longest, email: { master: hr } }
                trust: [hr, crm]
                connections:
                  crm: { connector: csv, settings: { directory: c } }
                  hr: { connector: csv, settings: { directory: h } }
                """);
        place.file(
                "c/person.csv", "id,firstname,lastname,email,title\n1,Anna,Berg,anna@crm.example,Head of everything\n");
        place.file("h/person.csv", "id,firstname,lastname,email,title\n9,Anna,Berg,anna@hr.example,Head\n");
        place.file("c/branch.csv", "id,code,town,zip\n1,OSL,Oslo,0150\n");
        place.file("h/branch.csv", "id,code,town,zip\n");

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);

        assertThat(place.read("c/person.csv")).contains("1,Anna,Berg,anna@hr.example,Head of everything");
        assertThat(place.read("h/person.csv")).contains("9,Anna,Berg,anna@hr.example,Head of everything");
        assertThat(place.read("h/branch.csv")).contains(",OSL,Oslo,0150");
    }

    @Test
    @Tag("R5")
    @Tag("R38")
    void comparisonFormsAreNamedAndAReferenceOfTheHostReplacesTheBuiltInOne() {
        place.file("talk.yaml", """
                store: { kind: memory }
                types:
                  person: { phone: text, employer: { kind: reference, target: organisation } }
                  organisation: { number: text }
                match:
                  person: { by: [[caseFolded(lastname), firstname], [digits(phone)]] }
                connections:
                  crm: { connector: csv, settings: { directory: c } }
                  hr: { connector: csv, settings: { directory: h } }
                """);
        place.file("c/person.csv", "id,firstname,lastname,email,phone\n1,Anna,Berg,,\n2,Bo,Lie,,+47 22 33\n");
        place.file(
                "h/person.csv",
                "id,firstname,lastname,email,phone\n9,Anna,BERG,anna@hr.example,\n8,,,bo@hr.example,47-2233\n");

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);

        assertThat(place.read("c/person.csv")).contains("anna@hr.example", "bo@hr.example");
        assertThat(place.read("c/person.csv").lines()).hasSize(3);

        place.file("talk.yaml", place.read("talk.yaml").replace("digits(phone)", "sounding(phone)"));
        assertThat(place.talk("sync").toString())
                .contains("there is no comparison form \"sounding\"; there are [visible, caseFolded, digits]");
    }

    @Test
    void shareAndNamedTypesAreFollowed() {
        place.file(
                "talk.yaml",
                Place.THREE_SYSTEMS.replace(
                        "crm: { connector: csv, settings: { directory: crm } }",
                        "crm: { connector: csv, settings: { directory: crm }, types: { person: { share: false } } }"));
        String before = place.read("crm/person.csv");

        assertThat(place.talk("sync").code()).isEqualTo(ExitCode.DONE);

        assertThat(place.read("crm/person.csv")).isEqualTo(before);
        assertThat(place.read("staff/person.csv")).contains("Anna,anna@one.example");
    }

    private Result refused(String settings) {
        Result result = place.file("talk.yaml", settings).talk("sync");
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.MISCONFIGURED);
        return result;
    }

    private Result run(String settings) {
        return Place.anywhere(
                Map.of(), "check", "--config", directory.resolve(settings).toString());
    }
}
