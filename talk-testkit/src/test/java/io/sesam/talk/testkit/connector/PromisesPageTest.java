package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Tests that the page of promises is what the suite promises, with the broken connectors that it was tried with. */
final class PromisesPageTest {
    private static final Pattern TEXT =
            Pattern.compile("a text with (.*) is read (as it was put|back as it was written).*");

    @Test
    void thePageIsWhatTheSuitePromises() throws IOException {
        Path file = Path.of("").toAbsolutePath().getParent().resolve("docs/reference-promises.md");
        String page = page();
        if (Boolean.getBoolean("talk.docs.write")) {
            Files.writeString(file, page);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("docs/reference-promises.md; after a change of the suite or its mutants, write it anew with "
                        + "mvn test -Dtest=PromisesPageTest -Dtalk.docs.write=true "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -pl talk-testkit -am")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # The promises of a connector

                Each promise that [the contract](connector-contract.md) of connectors checks, and the broken connectors that prove the check: each
                of them differs from an honest model connector by one fault, and fails its promise. A test fails when a promise has no such
                connector.

                Promises about a type are checked for each type. Promises about failures have the name of the world's breakage; the names here are
                those of the model's world. A connector has only the promises of what it declares: without inserts, none about inserts.

                What was checked (in each build): this page is what the suite and its tests have (`PromisesPageTest`), and each broken connector
                fails its promise (`ModelConnectorTest`).

                | Promise | A connector that breaks it |
                |---|---|
                """);
        promises()
                .forEach((promise, does) -> page.append("| ")
                        .append(promise)
                        .append(" | ")
                        .append(does)
                        .append(" |\n"));
        page.append("""

                ## Texts

                A text of each kind is put into the system and read, and is written and read back.

                | A text with | A connector that breaks it, in reading or in writing |
                |---|---|
                """);
        texts().forEach((text, does) ->
                page.append("| ").append(text).append(" | ").append(does).append(" |\n"));
        return page.toString();
    }

    private static Map<String, String> promises() {
        Map<String, List<String>> broken = Mutant.all().stream()
                .collect(Collectors.groupingBy(
                        mutant -> ModelConnectorTest.withoutType(mutant.promise()),
                        Collectors.mapping(Mutant::does, Collectors.toList())));
        Map<String, String> rows = new LinkedHashMap<>();
        for (String promise : new ModelContract()
                .contract()
                .map(DynamicTest::getDisplayName)
                .map(ModelConnectorTest::withoutType)
                .distinct()
                .toList()) {
            if (!TEXT.matcher(promise).matches()) {
                String none = "none: " + ModelConnectorTest.UNBREAKABLE.get(promise);
                rows.put(promise, broken.containsKey(promise) ? String.join("; ", broken.get(promise)) : none);
            }
        }
        String first = "types() names the types of an empty world";
        rows.put(first, String.join("; ", broken.get(first)));
        return rows;
    }

    private static Map<String, String> texts() {
        Map<String, String> rows = new TreeMap<>();
        for (Mutant mutant : Mutant.all()) {
            Matcher text = TEXT.matcher(ModelConnectorTest.withoutType(mutant.promise()));
            if (text.matches()) {
                rows.put(text.group(1), mutant.does().replaceFirst("^(reading|writing): ", ""));
            }
        }
        return rows;
    }
}
