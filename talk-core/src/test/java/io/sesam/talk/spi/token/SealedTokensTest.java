package io.sesam.talk.spi.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of tokens that are encrypted with keys of the host. */
@Tag("R37")
final class SealedTokensTest {
    private static final Secret OLD = Secret.of("an old key of the host");
    private static final Secret NEW = Secret.of("a new key of the host");

    private final TokenStore kept = TokenStore.inMemory();

    private TokenStore with(String... ids) {
        Map<String, Secret> keys = new LinkedHashMap<>();
        for (String id : ids) {
            keys.put(id, id.equals("old") ? OLD : NEW);
        }
        return TokenStore.encrypted(kept, keys);
    }

    private static void assertRefused(TokenStore tokens, String name) {
        assertThatThrownBy(() -> tokens.read(name)).isInstanceOfSatisfying(TalkException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
            assertThat(e.getMessage()).contains("\"old\"").doesNotContain("canary");
        });
    }

    @Test
    void theFirstKeyEncryptsAndAllOpen() {
        assertThat(with("old").replace("a", null, "canary-1")).isTrue();
        assertThat(kept.read("a"))
                .hasValueSatisfying(
                        text -> assertThat(text).startsWith("k1.old.").doesNotContain("canary"));
        TokenStore rotated = with("new", "old");
        assertThat(rotated.read("a")).contains("canary-1");
        assertThat(rotated.replace("a", "canary-1", "canary-2")).isTrue();
        assertThat(kept.read("a").orElseThrow()).startsWith("k1.new.");
        assertThat(with("new").read("a")).contains("canary-2");
    }

    @Test
    void aTokenThatWasKeptWithoutAKeyIsReadAndThenEncrypted() {
        kept.replace("a", null, "s1.sealed-before");
        TokenStore tokens = with("new");
        assertThat(tokens.read("a")).contains("s1.sealed-before");
        assertThat(tokens.replace("a", "another", "canary"))
                .as("not what is kept")
                .isFalse();
        assertThat(tokens.replace("a", "s1.sealed-before", "canary")).isTrue();
        assertThat(kept.read("a").orElseThrow()).startsWith("k1.new.");
    }

    @Test
    void aTokenOpensUnderItsOwnNameWithItsOwnKeyAlone() {
        with("old").replace("a", null, "canary");
        assertRefused(with("new"), "a");
        kept.replace("b", null, kept.read("a").orElseThrow());
        assertRefused(with("old"), "b");
        kept.replace("c", null, "k1.old.AAAA");
        assertRefused(with("old"), "c");
    }
}
