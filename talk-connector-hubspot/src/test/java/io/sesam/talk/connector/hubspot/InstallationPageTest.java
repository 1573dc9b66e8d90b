package io.sesam.talk.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.http.access.OAuthInstallation;
import io.sesam.talk.http.access.OAuthProvider;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.store.MemoryStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the page about installations, as they stand there. */
final class InstallationPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final String clientId = "application";
    private final Secret clientSecret = Secret.of("secret-canary");
    private final Set<String> scopes = Set.of("crm.objects.contacts.read", "oauth");

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void everyExampleIsATestHere() throws IOException {
        String source = plain(
                Files.readString(Path.of("src/test/java/io/sesam/talk/connector/hubspot/InstallationPageTest.java")));
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/customers-connect-themselves.md")))
                .results()
                .map(example -> example.group(1))
                .toList();
        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(source).contains(plain(example.strip())));
    }

    @Test
    void theBrowserIsSentToHubSpot() {
        try (Talk talk = talk()) {
            OAuthInstallation installation = OAuthInstallation.of(
                    HubSpotPlugin.oauthProvider(), clientId, clientSecret, "hubspot", talk.tokens());
            String state = OAuthInstallation.newState();
            URI address = installation.begin(state, URI.create("https://app.example/connected"), scopes);
            assertThat(address)
                    .hasScheme("https")
                    .hasHost("app.hubspot.com")
                    .hasPath("/oauth/authorize")
                    .hasParameter("scope", "crm.objects.contacts.read oauth")
                    .hasParameter("state", state);
        }
    }

    @Test
    void theAccountIsInTheResponse() {
        String response = "{\"access_token\":\"a-canary\",\"refresh_token\":\"r-canary\",\"expires_in\":1800,"
                + "\"hub_id\":62515,\"scopes\":[\"oauth\"]}";
        try (Talk talk = talk();
                SimServer server = SimServer.start(request -> SimResponse.json(200, response))) {
            OAuthInstallation installation = OAuthInstallation.of(
                    OAuthProvider.of("https://app.example/authorize", server.uri() + "/token")
                            .accountIn("hub_id"),
                    clientId,
                    clientSecret,
                    "hubspot",
                    talk.tokens());
            String state = OAuthInstallation.newState();
            String code = "code-canary";
            installation.begin(state, URI.create("https://app.example/connected"), scopes);
            OAuthInstallation.Installed installed = installation.complete(code, state);
            Optional<String> portal = installed.account();
            assertThat(portal).contains("62515");
            assertThat(installed.scopes()).containsExactly("oauth");
            assertThat(installed).hasToString("access to account 62515 with [oauth]");
        }
    }

    private Talk talk() {
        return Talk.builder()
                .store(MemoryStore.create())
                .connect(
                        "hubspot",
                        new HubSpotPlugin(),
                        Map.of(
                                "oauth",
                                Map.of("clientId", clientId, "clientSecret", clientSecret.reveal(), "installed", true)))
                .build();
    }
}
