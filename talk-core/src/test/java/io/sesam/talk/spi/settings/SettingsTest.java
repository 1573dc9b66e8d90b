package io.sesam.talk.spi.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.spi.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private enum Mode {
        FAST,
        SAFE
    }

    private static final Setting<String> NAME = Setting.text("name").required().describedAs("what to call it");
    private static final Setting<Secret> TOKEN = Setting.secret("accessToken").required();
    private static final Setting<Path> FILE = Setting.path("path");
    private static final Setting<Integer> LIMIT = Setting.number("limit").orElse(7);
    private static final Setting<Boolean> SHARE = Setting.flag("share").orElse(true);
    private static final Setting<Duration> LAG = Setting.duration("lag");
    private static final Setting<Mode> MODE = Setting.choice("mode", Mode.class).orElse(Mode.SAFE);
    private static final Setting<List<String>> TAGS = Setting.texts("tags");
    private static final Setting<Map<String, Map<String, String>>> COLUMNS = Setting.mappings("columns");
    private static final List<Setting<?>> ALL = List.of(NAME, TOKEN, FILE, LIMIT, SHARE, LAG, MODE, TAGS, COLUMNS);

    private final List<String> problems = new ArrayList<>();

    @Test
    void everyKindIsReadFromWhatAFileHolds() {
        Settings settings = read(Map.of(
                "name", 12,
                "accessToken", "abc",
                "path", "data/x.csv",
                "limit", "3",
                "share", false,
                "lag", "PT30S",
                "mode", "fast",
                "tags", "one",
                "columns", Map.of("person", Map.of("id", "Nr"))));

        assertThat(problems).isEmpty();
        assertThat(settings.get(NAME)).isEqualTo("12");
        assertThat(settings.get(TOKEN).reveal()).isEqualTo("abc");
        assertThat(settings.find(FILE)).contains(Path.of("/base/data/x.csv"));
        assertThat(settings.get(LIMIT)).isEqualTo(3);
        assertThat(settings.get(SHARE)).isFalse();
        assertThat(settings.find(LAG)).contains(Duration.ofSeconds(30));
        assertThat(settings.get(MODE)).isEqualTo(Mode.FAST);
        assertThat(settings.find(TAGS)).contains(List.of("one"));
        assertThat(settings.find(COLUMNS).orElseThrow().get("person")).containsEntry("id", "Nr");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Settings settings = read(Map.of("name", "x", "accessToken", "y"));

        assertThat(settings.get(LIMIT)).isEqualTo(7);
        assertThat(settings.find(FILE)).isEmpty();
    }

    @Test
    @Tag("R37")
    void allProblemsComeAtOnceAndNoneHoldsAValue() {
        read(Map.of("nmae", "x", "limit", "canary", "mode", "canary", "lag", "canary", "columns", "canary"));

        assertThat(problems)
                .anyMatch(problem -> problem.contains("no setting \"nmae\"; did you mean \"name\"?"))
                .anyMatch(problem -> problem.contains("here.limit must be a whole number"))
                .anyMatch(problem -> problem.contains("here.mode must be one of fast, safe"))
                .anyMatch(problem -> problem.contains("here.lag must be a duration"))
                .anyMatch(problem -> problem.contains("here.columns must be keys"))
                .anyMatch(problem -> problem.contains("here.name is missing") && problem.contains("what to call it"))
                .anyMatch(problem -> problem.contains("here.accessToken is missing"))
                .noneMatch(problem -> problem.contains("canary"))
                .hasSize(7);
    }

    @Test
    @Tag("R37")
    void aSecretNeverPrints() {
        Settings settings = read(Map.of("name", "x", "accessToken", "canary"));

        assertThat(settings.toString() + settings.get(TOKEN) + settings.find(TOKEN))
                .doesNotContain("canary");
    }

    @Test
    void theNearestNameIsTheOneThatWasMeant() {
        assertThat(Nearest.of("hubspto", List.of("hubspot", "wave"))).contains("hubspot");
        assertThat(Nearest.of("zzz", List.of("hubspot", "wave"))).isEmpty();
        assertThat(Nearest.hint("zzz", List.of("wave", "hubspot"))).isEqualTo("; known are hubspot, wave");
    }

    @Test
    void positionsAreReadAgainAsTheyWereWritten() {
        for (Position position : List.of(
                new Position.Keyset(Instant.parse("2026-01-02T03:04:05.678Z"), "a b"),
                new Position.Keyset(Instant.EPOCH, ""),
                new Position.Token("anything\nat all"))) {
            assertThat(Position.parse(position.text())).isEqualTo(position);
        }
    }

    private Settings read(Map<String, ?> raw) {
        return Settings.read("here", Path.of("/base"), raw, ALL, problems);
    }

    @Test
    @Tag("R37")
    void whatIsShownToAPersonHidesSecretsAlsoInAddresses() {
        Setting<String> url = Setting.text("url");
        Setting<Map<String, Secret>> client = Setting.secrets("client");
        List<Setting<?>> known = List.of(NAME, TOKEN, url, client);
        Settings settings = Settings.read(
                "here",
                Path.of(""),
                Map.of(
                        "name", "crm",
                        "accessToken", "s3cret",
                        "url", "https://eva:s3cret@host.example/db?user=eva&password=s3cret&x=1",
                        "client", Map.of("id", "s3cret")),
                known,
                new ArrayList<>());

        assertThat(settings.shown(known))
                .containsEntry("name", "crm")
                .containsEntry("accessToken", "(hidden)")
                .containsEntry("url", "https://(hidden)@host.example/db?user=eva&password=(hidden)&x=1")
                .containsEntry("client", "id: (hidden)")
                .allSatisfy((key, value) -> assertThat(value).doesNotContain("s3cret"));
    }
}
