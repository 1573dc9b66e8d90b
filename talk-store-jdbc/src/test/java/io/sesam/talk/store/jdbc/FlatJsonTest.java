package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlatJsonTest {
    @Test
    void writesAsJsonDemandsAndNoMore() {
        FlatJsonWriter writer = new FlatJsonWriter();
        writer.member("name", "Å \"😀\" \\ / \u2028");
        writer.member("blank", "");
        writer.member("odd", "\n\r\t\u0000\u001f\u007f\ud83d");
        assertThat(writer.object())
                .isEqualTo("{\"name\":\"Å \\\"😀\\\" \\\\ / \u2028\",\"blank\":\"\","
                        + "\"odd\":\"\\n\\r\\t\\u0000\\u001f\u007f\\ud83d\"}");
    }

    @Test
    void readsWhatAnyoneMayWrite() {
        assertThat(FlatJson.readObject(" { \"a\" : \"\\/\\b\\f\\u00E5\\ud83d\\uDE00\" ,\n\"b\":\"\\\"\" } "))
                .isEqualTo(Map.of("a", "/\b\få😀", "b", "\""));
        assertThat(FlatJson.readObject("{}")).isEmpty();
        assertThat(FlatJson.readList("[ ]")).isEmpty();
        assertThat(FlatJson.readList("[\"a\",\"a\"]")).containsExactly("a", "a");
    }

    @Test
    void givesBackWhatItTook() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x10000)
                    .map(unit ->
                            random.nextBoolean() ? unit & 0x7f : random.nextBoolean() ? 0xd800 | unit & 0x7ff : unit)
                    .collect(StringBuilder::new, (built, unit) -> built.append((char) unit), StringBuilder::append)
                    .toString();
            assertThat(FlatJson.readObject(FlatJson.write(Map.of(text, text)))).isEqualTo(Map.of(text, text));
            assertThat(FlatJson.readList(FlatJson.write(List.of(text, "", text))))
                    .containsExactly(text, "", text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{]",
                "{}x",
                "{} {}",
                "[]",
                "null",
                "\"a\"",
                "{a:\"b\"}",
                "{'a':'b'}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"a\":\"b\",}",
                "{,}",
                "{\"a\":\"b\" \"c\":\"d\"}",
                "{\"a\":\"b\",\"a\":\"c\"}",
                "{\"a\":\"b",
                "{\"a\":\"b\\",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u１２３４\"}",
                "{\"a\":\"\\u123",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\n\t\"}"
            })
    void refusesAnythingElse(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> FlatJson.readObject(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "]", "{}", "[1]", "[\"a\",]", "[,]", "[\"a\" \"b\"]", "[[\"a\"]]", "[\"a\"]]"})
    void refusesAnythingElseInsteadOfAList(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> FlatJson.readList(json));
    }

    @Test
    void saysWhereItWentWrongAndNothingOfWhatItRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlatJson.readObject("{\"email\":\"ada@example.org\" x}"))
                .withMessageContaining("character 27")
                .withMessageNotContaining("ada");
    }
}
