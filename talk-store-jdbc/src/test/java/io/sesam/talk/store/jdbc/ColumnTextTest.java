package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Ærlig 😀", "line\nbreak", "\u001f", "\uffff"})
    void leavesNearlyAllTextAsItIs(String text) {
        assertThat(ColumnText.write(text)).isSameAs(text);
        assertThat(ColumnText.read(text)).isSameAs(text);
    }

    @Test
    void spellsOutWhatADatabaseCannotHold() {
        assertThat(ColumnText.write("a\u0000b")).isEqualTo("a\u001a0000b");
        assertThat(ColumnText.write("\ud83d")).isEqualTo("\u001ad83d");
        assertThat(ColumnText.write("\ude00\ud83d\ude00")).isEqualTo("\u001ade00\ud83d\ude00");
        assertThat(ColumnText.write("\u001a")).isEqualTo("\u001a001a");
    }

    @Test
    void givesBackWhatItTookAndNoTwoTextsAlike() {
        SplittableRandom random = new SplittableRandom(7);
        int[] units = {0, 0x1a, 'd', '8', '0', 0xd83d, 0xde00, 0xe5};
        for (int i = 0; i < 5_000; i++) {
            String text = random.ints(random.nextInt(9), 0, units.length)
                    .collect(
                            StringBuilder::new,
                            (built, unit) -> built.append((char) units[unit]),
                            StringBuilder::append)
                    .toString();
            String written = ColumnText.write(text);
            assertThat(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(written)
                    .doesNotContain("\u0000");
            assertThat(ColumnText.read(written)).isEqualTo(text);
        }
    }
}
