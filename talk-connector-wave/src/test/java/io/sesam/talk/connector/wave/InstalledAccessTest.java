package io.sesam.talk.connector.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.http.access.OAuthInstallation;
import io.sesam.talk.http.access.OAuthProvider;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.store.MemoryStore;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A business whose owner gives access, takes it back at Wave, and gives it again. */
final class InstalledAccessTest {
    private static final SystemName WAVE = new SystemName("wave");
    private static final URI REDIRECT = URI.create("https://host.example/callback");

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    @Tag("R37")
    void aLostGrantIsAnEventAndAStatusAndEndsWithTheNextInstallation() {
        try (Account account = new Account()) {
            account.customer(Map.of("name", "Fram"));
            account.without("accessToken")
                    .with("oauth", Map.of("clientId", "id", "clientSecret", "secret-canary", "installed", true));
            try (Talk talk = talk(account)) {
                assertThat(talk.sync().paused()).containsKey(WAVE);
                assertThat(talk.status().paused().get(WAVE).reason())
                        .contains("access was not installed for this connection")
                        .doesNotContain("canary");
                assertThat(account.wave.server().requests())
                        .as("nothing is asked without access")
                        .isEmpty();

                install(account, talk);
                assertThat(talk.sync().paused()).isEmpty();
                assertThat(talk.status().paused()).isEmpty();

                account.wave.tokens().revokeAll();
                int before = account.wave.server().requests().size();
                SyncReport lost = talk.sync();
                int first = account.wave.server().requests().size() - before;
                talk.sync();
                assertThat(lost.paused()).containsKey(WAVE);
                assertThat(account.wave.server().requests().size() - before)
                        .as("no loop")
                        .isLessThanOrEqualTo(2 * first);
                assertThat(first).isLessThanOrEqualTo(4);
                assertThat(lost.text() + talk.status().paused().get(WAVE).reason())
                        .doesNotContain("canary");

                install(account, talk);
                assertThat(talk.sync().paused()).isEmpty();
            }
        }
        assertThat(events).containsExactly("paused", "access lost", "back", "paused", "access lost", "back");
    }

    @Test
    void installedAccessTakesThePlaceOfTokens() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("clientId", "id", "clientSecret", "secret-canary", "installed", "perhaps"),
                Map.of("clientId", "id", "clientSecret", "secret-canary", "installed", true, "refreshToken", "r"))) {
            try (Account account = new Account()) {
                account.without("accessToken").with("oauth", wrong);
                assertThatThrownBy(account::connector)
                        .hasMessageContaining("oauth.installed must be true or false, and takes the place")
                        .hasMessageNotContaining("canary");
            }
        }
    }

    private void install(Account account, Talk talk) {
        OAuthInstallation installation = OAuthInstallation.of(
                        OAuthProvider.of(
                                "https://wave.example/authorize",
                                account.wave.tokenUri().toString()),
                        "id",
                        Secret.of("secret-canary"),
                        "wave",
                        talk.tokens())
                .clock(account.clock);
        String state = OAuthInstallation.newState();
        installation.begin(state, REDIRECT, Set.of("customer:*"));
        installation.complete(account.wave.tokens().code(), state);
    }

    private Talk talk(Account account) {
        return Talk.builder()
                .clock(account.clock)
                .random(new Random(7))
                .store(MemoryStore.create())
                .tokenKey("host", Secret.of("a key of the host"))
                .connect("wave", new WavePlugin(), account.settings())
                .listener("test", new TalkListener() {
                    @Override
                    public void systemPaused(SystemName system, String reason) {
                        assertThat(system).isEqualTo(WAVE);
                        events.add("paused");
                    }

                    @Override
                    public void accessLost(SystemName system, String reason) {
                        assertThat(reason).doesNotContain("canary");
                        events.add("access lost");
                    }

                    @Override
                    public void systemBack(SystemName system) {
                        events.add("back");
                    }
                })
                .build();
    }
}
