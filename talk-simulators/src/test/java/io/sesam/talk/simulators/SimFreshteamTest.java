package io.sesam.talk.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SimFreshteamTest {
    private final TestClock clock = TestClock.create();
    private final SimFreshteam account = SimFreshteam.start(clock);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        account.close();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.uri() + path))
                .header("Authorization", "Bearer " + account.key())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return call("GET", path, "");
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JsonMapper.builder().build().readTree(response.body());
    }

    private long hire(String name) {
        return account.hire(
                Map.of("first_name", name, "last_name", "Hansen", "official_email", name + "@acme.example"));
    }

    private String body(String rest) {
        return "{\"first_name\":\"Kari\",\"last_name\":\"Hansen\",\"official_email\":\"kari@acme.example\",\"role_ids\":["
                + account.roleIds().get(0) + "]" + rest + "}";
    }

    @Test
    void listingsAreInTheOrderOfFirstNamesFiftyAPage() throws Exception {
        hire("Zoe");
        for (int i = 0; i < 50; i++) {
            hire("Anna" + i);
        }

        HttpResponse<String> first = get("/employees");
        HttpResponse<String> second = get("/employees?page=2");

        assertThat(json(first)).hasSize(50);
        assertThat(json(second).path(0).path("first_name").asText()).isEqualTo("Zoe");
        assertThat(first.headers().firstValue("Total-Pages")).contains("2");
        assertThat(first.headers().firstValue("Link").orElseThrow()).contains("page=2", "rel=\"next\"");
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void onlyTheActiveAreListedUnlessOthersAreAskedFor() throws Exception {
        hire("Active");
        account.terminate(hire("Left"));
        account.delete(hire("Deleted"));

        assertThat(json(get("/employees")).findValuesAsText("first_name")).containsExactly("Active");
        assertThat(json(get("/employees?terminated=true")).findValuesAsText("first_name"))
                .containsExactly("Left");
        assertThat(json(get("/employees?deleted=true")).findValuesAsText("first_name"))
                .containsExactly("Deleted");
    }

    @Test
    void whatIsNotDocumentedIsRefused() throws Exception {
        assertThat(get("/employees?sort=updated_at").statusCode()).isEqualTo(400);
        assertThat(get("/employees?sort=last_name").statusCode()).isEqualTo(200);
        assertThat(get("/employees?updated_since=yesterday").statusCode()).isEqualTo(400);
        assertThat(call("POST", "/branches", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void daysBeginAtMidnight() throws Exception {
        hire("Old");
        clock.advance(Duration.ofDays(1));
        hire("New");

        assertThat(json(get("/employees?updated_since=2026-01-02"))).hasSize(1);
        assertThat(json(get("/employees?updated_since=2026-01-01"))).hasSize(2);
    }

    @Test
    void whoIsMadeIsMailedUnlessThatIsForbidden() throws Exception {
        assertThat(call("POST", "/employees", body(",\"send_invite_email\":false"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(account.outbox()).isEmpty();

        account.employees().forEach(row -> account.erase(row.path("id").asLong()));
        assertThat(call("POST", "/employees", body("")).statusCode()).isEqualTo(201);
        assertThat(account.outbox()).containsExactly("kari@acme.example");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        HttpResponse<String> response = call("POST", "/employees", "{\"first_name\":\"K\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("errors").findValuesAsText("field"))
                .contains("first_name", "last_name", "official_email", "role_ids");
    }

    @Test
    void anEmptyAttributeIsNullAndADetailHasMore() throws Exception {
        long id = hire("Kari");

        assertThat(json(get("/employees")).path(0).path("gender").isNull()).isTrue();
        assertThat(json(get("/employees")).path(0).has("blood_group")).isFalse();
        assertThat(json(get("/employees/" + id)).has("blood_group")).isTrue();
        assertThat(json(get("/employees/" + id)).has("roles")).isFalse();
        assertThat(json(get("/employees/" + id + "?include=roles")).path("roles"))
                .hasSize(1);
    }

    @Test
    void limitsAreTimeOfTheClockAndNobodySaysHowLongToWait() throws Exception {
        account.limit(2);

        assertThat(get("/roles").headers().firstValue("X-RateLimit-Remaining")).contains("1");
        get("/roles");
        HttpResponse<String> refused = get("/roles");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        assertThat(get("/roles").statusCode()).isEqualTo(200);
    }

    @Test
    void aClosedAccountAnswersTheSameEverywhere() throws Exception {
        long id = hire("Kari");
        for (int status : new int[] {401, 403, 404}) {
            account.sunset(status);
            assertThat(get("/employees").statusCode()).isEqualTo(status);
            assertThat(get("/employees/" + id).statusCode()).isEqualTo(status);
            assertThat(get("/branches").statusCode()).isEqualTo(status);
        }
    }
}
