package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.settings.TalkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged settings files. Nothing but a TalkException is thrown.
 *
 * <p>With {@code -Dtalk.fuzz.seconds=N}, it runs for N seconds, with {@code -Dtalk.fuzz.seed=N} from another seed.
 */
final class GeneratedSettingsTest {
    private static final String SETTINGS = """
            store: { kind: sqlite, path: talk.db }
            trust: [crm, accounting]
            brake: { count: 100, percent: 20, removals: 10, removalsPercent: 5 }
            tokenKeys: { k1: "hush-and-long-passphrase" }
            connections:
              crm: { connector: csv, settings: { directory: crm, formulas: quote } }
              accounting:
                connector: csv
                settings:
                  directory: accounting
                  delimiter: ";"
                  encoding: windows-1252
                  columns: { person: { id: Nr, firstname: Fornavn, email: E-post } }
                types:
                  person: { share: true, fullSync: false, duplicates: keep, deletes: archive }
              vault: { connector: vault, settings: { token: hush-hush, mood: broken } }
            types:
              person: { title: text }
              ship: { callsign: text, flag: country, owner: { kind: reference, target: organisation } }
            match:
              person:
                by: [[email], [caseFolded(lastname), firstname]]
                ignore: [info@acme.example]
                limit: { records: 50, ofOneSystem: 20 }
            winners:
              person: { lastname: longest, email: { master: crm } }
            sinks:
              analytics: { sink: duckdb, settings: { path: analytics.duckdb } }
            """;
    private static final String JSON = """
            {"store": {"kind": "memory"}, "trust": ["crm"], "types": {"person": {"title": "text"}},
             "connections": {"crm": {"connector": "csv", "settings": {"directory": "crm", "delimiter": ";"}}}}
            """;
    private static final List<String> SPECIAL = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "\n",
            "  ",
            "\t",
            "&a ",
            "*a",
            "!!int ",
            "- ",
            "? ",
            "|\n",
            "<<: ",
            "%",
            "#",
            "\0",
            "\ufeff",
            "${",
            "${A}",
            "${A:-",
            "~",
            "null",
            "true",
            "-1",
            "1e99",
            "9".repeat(30),
            "---\n",
            "PT1S");

    @TempDir
    private Path directory;

    @Test
    void noSettingsCauseAnythingButATalkException() throws IOException {
        int seconds = Integer.getInteger("talk.fuzz.seconds", 0);
        long seed = Long.getLong("talk.fuzz.seed", 1);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int tried = 0;
        int refused = 0;
        while (tried < 200 || seconds > 0 && System.nanoTime() - end < 0) {
            SplittableRandom random = new SplittableRandom(seed++);
            boolean json = random.nextInt(4) == 0;
            String text = json ? JSON : SETTINGS;
            for (int edit = random.nextInt(1, 5); edit > 0; edit--) {
                text = damaged(text, random);
            }
            Path file = Files.writeString(directory.resolve(json ? "talk.json" : "talk.yaml"), text);
            try {
                TalkSettings.source().environment(Map.of("A", "a")).read(file);
            } catch (TalkException e) {
                assertThat(e.problems()).as("seed %d", seed - 1).isNotEmpty();
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + (seed - 1), e);
            }
            tried++;
        }
        assertThat(refused).isBetween(1, tried - 1);
        if (seconds > 0) {
            Files.writeString(
                    Path.of("target", "fuzz-settings.txt"),
                    tried + " files, " + refused + " refused, last seed " + seed);
        }
    }

    private static String damaged(String text, SplittableRandom random) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(1, 40));
        String special = SPECIAL.get(random.nextInt(SPECIAL.size()));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, to) + text.substring(at);
            case 2 -> text.substring(0, at) + special + text.substring(Math.min(text.length(), at + 1));
            case 3 -> text.substring(0, at) + special.repeat(random.nextInt(1, 2000)) + text.substring(at);
            case 4 -> random.nextInt(5) == 0 ? text.substring(0, at) : text;
            default -> text.substring(0, at) + special + text.substring(at);
        };
    }
}
