package io.sesam.talk.enricher.opensesam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.enricher.Enricher;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of the enricher's settings. */
@Tag("R31")
final class SettingsTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aNewNumberIsAReasonToAskAgain() {
        Enricher enricher = scene.open();
        assertThat(enricher.asksBy(EntityType.ORGANISATION))
                .containsExactlyInAnyOrder("name", "country", "zip", "orgnr", "lei");
        assertThat(enricher.asksBy(EntityType.PERSON)).isEmpty();
    }

    @Test
    void otherRegistersGiveOtherAnswers() {
        assertThat(scene.open("registers", List.of("brreg")).edition())
                .isEqualTo(scene.open("registers", List.of("brreg")).edition())
                .isNotEqualTo(scene.open("registers", List.of("gleif")).edition());
        assertThat(scene.open("number", "lei").edition())
                .isNotEqualTo(scene.open().edition());
    }

    @Test
    void oneIsEnoughAndNoneIsNot() {
        assertThat(scene.open("perRun", 1, "callsPerSecond", 1).perRun()).isEqualTo(1);
        assertRefused("at least 1", "perRun", 0);
        assertRefused("at least 1", "callsPerSecond", 0);
    }

    @Test
    void whatMakesNoSenseIsRefusedInWords() {
        assertRefused("registers must be brreg, gleif or both", "registers", List.of("brreg", "opencorporates"));
        assertRefused("registers must be brreg, gleif or both", "registers", List.of());
        assertRefused("bulkFile requires index", "bulkFile", "enheter.json.gz");
        assertRefused("number refers to the property \"vat\"", "number", "vat");
    }

    private void assertRefused(String words, Object... settings) {
        assertThatThrownBy(() -> scene.open(settings))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining(words);
    }
}
