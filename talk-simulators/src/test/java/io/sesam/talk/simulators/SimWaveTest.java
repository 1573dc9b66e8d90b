package io.sesam.talk.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a simulated account behaves as Wave does. */
final class SimWaveTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATCH = "mutation($i:CustomerPatchInput!){customerPatch(input:$i)"
            + "{didSucceed inputErrors{code message path} customer{id name email address{city province{code}}}}}";
    private static final String CREATE = "mutation($i:CustomerCreateInput!){customerCreate(input:$i)"
            + "{didSucceed inputErrors{code message path} customer{id modifiedAt}}}";

    private final TestClock clock = TestClock.create();
    private final SimWave wave = SimWave.start(clock);
    private final String business = wave.addBusiness("Acme");
    private final HttpClient client = HttpClient.newHttpClient();
    private String token = wave.tokens().good();

    @AfterEach
    void close() {
        wave.close();
    }

    private HttpResponse<String> send(String document, ObjectNode variables) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("query", document);
        body.set("variables", variables);
        return client.send(
                HttpRequest.newBuilder(wave.uri())
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ask(String document, ObjectNode variables) throws Exception {
        HttpResponse<String> response = send(document, variables);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private JsonNode ask(String document) throws Exception {
        return ask(document, JSON.createObjectNode());
    }

    private static ObjectNode input(Map<String, ?> fields) {
        ObjectNode variables = JSON.createObjectNode();
        variables.set("i", JSON.valueToTree(fields));
        return variables;
    }

    private JsonNode customers(String arguments) throws Exception {
        return ask(
                        "query($b:ID){business(id:$b){customers" + arguments
                                + "{pageInfo{currentPage totalPages totalCount} edges{node{name}}}}}",
                        JSON.createObjectNode().put("b", business))
                .at("/data/business/customers");
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("edges").spliterator(), false)
                .map(edge -> edge.at("/node/name").asText())
                .toList();
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asText();
    }

    private String customer(String name) {
        clock.advance(Duration.ofSeconds(1));
        return wave.create(business, "customers", Map.of("name", name));
    }

    @Test
    @Tag("case-13")
    void whateverIsWrongTheStatusIs200AndTheCodeTells() throws Exception {
        assertThat(code(ask("query{nothing}"))).isEqualTo("GRAPHQL_VALIDATION_FAILED");
        assertThat(code(ask("query{"))).isEqualTo("GRAPHQL_VALIDATION_FAILED");
        assertThat(code(ask(PATCH, input(Map.of("id", "nobody"))))).isEqualTo("NOT_FOUND");
        token = "another";
        assertThat(code(ask("query{user{id}}"))).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    @Tag("case-13")
    void aNameThatIsMissingIsToldBesideTheData() throws Exception {
        JsonNode output =
                ask(CREATE, input(Map.of("businessId", business, "name", " "))).at("/data/customerCreate");

        assertThat(output.path("didSucceed").asBoolean()).isFalse();
        assertThat(output.at("/inputErrors/0").toString())
                .isEqualTo(
                        "{\"code\":\"REQUIRED\",\"message\":\"This field is required.\",\"path\":[\"input\",\"name\"]}");
        assertThat(output.path("customer").isNull()).isTrue();
        assertThat(wave.ids(business, "customers")).isEmpty();
    }

    @Test
    @Tag("case-13")
    void oneRecordThatIsNotThereLeavesTheOthersInTheAnswer() throws Exception {
        String there = customer("A");
        JsonNode answer = ask(
                "query($b:ID,$i:ID!){business(id:$b){a:customer(id:$i){name} b:customer(id:\"no\"){name}}}",
                JSON.createObjectNode().put("b", business).put("i", there));

        assertThat(answer.at("/data/business/a/name").asText()).isEqualTo("A");
        assertThat(answer.at("/data/business/b").isNull()).isTrue();
        assertThat(answer.at("/errors/0/path").toString()).isEqualTo("[\"business\",\"b\"]");
    }

    @Test
    @Tag("case-14")
    void aCountryThatIsNoneFailsTheWholeRequest() throws Exception {
        String id = customer("A");
        JsonNode answer = ask(PATCH, input(Map.of("id", id, "name", "B", "address", Map.of("countryCode", "Norway"))));

        assertThat(code(answer)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
        assertThat(answer.path("data").isNull()).isTrue();
        assertThat(wave.fields(business, "customers", id).orElseThrow()).containsEntry("name", "A");
    }

    @Test
    @Tag("case-14")
    void anAddressAsItIsReadIsNotOneToWrite() throws Exception {
        String id = customer("A");
        JsonNode answer = ask(PATCH, input(Map.of("id", id, "address", Map.of("country", Map.of("code", "NO")))));

        assertThat(code(answer)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
    }

    @Test
    @Tag("case-14")
    void aProvinceOfAnotherCountryIsRefused() throws Exception {
        String id = customer("A");
        assertThat(ask(PATCH, input(Map.of("id", id, "address", Map.of("countryCode", "NO", "provinceCode", "US-CA"))))
                        .at("/data/customerPatch/didSucceed")
                        .asBoolean())
                .isFalse();
        assertThat(ask(PATCH, input(Map.of("id", id, "address", Map.of("countryCode", "US", "provinceCode", "US-CA"))))
                        .at("/data/customerPatch/customer/address/province/code")
                        .asText())
                .isEqualTo("US-CA");
    }

    @Test
    void whatAPatchLeavesOutStaysNullClearsAndAnAddressIsReplacedAsAWhole() throws Exception {
        String id = wave.create(
                business, "customers", Map.of("name", "A", "email", "a@x.example", "phone", "1", "city", "Oslo"));
        ObjectNode variables = input(Map.of("id", id, "address", Map.of("addressLine1", "Street 1")));
        ((ObjectNode) variables.get("i")).putNull("email");
        ask(PATCH, variables);

        assertThat(wave.fields(business, "customers", id).orElseThrow())
                .containsEntry("phone", "1")
                .containsEntry("addressLine1", "Street 1")
                .doesNotContainKeys("email", "city");
    }

    @Test
    @Tag("case-15")
    void listsAreTheNewestFirstUnlessAskedOtherwiseAndPagesMoveWhenARecordGoes() throws Exception {
        String first = customer("A");
        List.of("B", "C", "D").forEach(this::customer);

        assertThat(names(customers("(pageSize:2)"))).containsExactly("D", "C");
        JsonNode page = customers("(page:1,pageSize:2,sort:[CREATED_AT_ASC])");
        assertThat(names(page)).containsExactly("A", "B");
        assertThat(page.path("pageInfo").toString()).isEqualTo("{\"currentPage\":1,\"totalPages\":2,\"totalCount\":4}");
        wave.delete(business, "customers", first);
        assertThat(names(customers("(page:2,pageSize:2,sort:[CREATED_AT_ASC])")))
                .containsExactly("D");
    }

    @Test
    void listsAreBoundedByTheTimeOfTheLastChangeAndFilteredByEmail() throws Exception {
        String first = customer("A");
        customer("B");
        clock.advance(Duration.ofHours(1));
        wave.edit(business, "customers", first, Map.of("email", "A@x.example"));

        assertThat(names(customers("(modifiedAtAfter:\"2026-01-01T12:30:00.000Z\")")))
                .containsExactly("A");
        assertThat(names(customers("(modifiedAtBefore:\"2026-01-01T12:30:00.000Z\")")))
                .containsExactly("B");
        assertThat(names(customers("(email:\"a@X.example\")"))).containsExactly("A");
    }

    @Test
    void aProductNeedsAnAccountAndIsArchivedNotDeleted() throws Exception {
        String create = "mutation($i:ProductCreateInput!){productCreate(input:$i){didSucceed product{id isSold}}}";
        Map<String, Object> product = Map.of("businessId", business, "name", "Skis", "unitPrice", "12.5");
        assertThat(ask(create, input(product))
                        .at("/data/productCreate/didSucceed")
                        .asBoolean())
                .isFalse();
        JsonNode made = ask(
                        create,
                        input(Map.of(
                                "businessId",
                                business,
                                "name",
                                "Skis",
                                "unitPrice",
                                "12.5",
                                "incomeAccountId",
                                "account")))
                .at("/data/productCreate/product");
        assertThat(made.path("isSold").asBoolean()).isTrue();

        ask(
                "mutation($i:ProductArchiveInput!){productArchive(input:$i){didSucceed}}",
                input(Map.of("id", made.path("id").asText())));
        String list = "query($b:ID,$a:Boolean){business(id:$b){products(isArchived:$a){edges{node{name}}}}}";
        ObjectNode variables = JSON.createObjectNode().put("b", business);
        assertThat(ask(list, variables.put("a", false)).at("/data/business/products/edges"))
                .isEmpty();
        assertThat(ask(list, variables.put("a", true)).at("/data/business/products/edges"))
                .hasSize(1);
    }

    @Test
    @Tag("case-17")
    void aBusinessThatLosesItsPlanIsNotShownAndThatIsNoError() throws Exception {
        wave.pro(business, false);
        JsonNode answer = ask(
                "query($b:ID){business(id:$b){id} businesses{edges{node{id}}}}",
                JSON.createObjectNode().put("b", business));

        assertThat(answer.has("errors")).isFalse();
        assertThat(answer.at("/data/business").isNull()).isTrue();
        assertThat(answer.at("/data/businesses/edges")).isEmpty();
    }

    @Test
    @Tag("case-17")
    void aRefreshTokenIsGoodOnceAndAnAccessTokenForATime() throws Exception {
        String refresh = wave.tokens().connect();
        JsonNode granted = refresh(refresh);
        assertThat(refresh(refresh).path("error").asText()).isEqualTo("invalid_grant");
        token = granted.path("access_token").asText();
        assertThat(ask("query{user{id}}").has("errors")).isFalse();

        clock.advance(Duration.ofSeconds(granted.path("expires_in").asLong()));
        assertThat(code(ask("query{user{id}}"))).isEqualTo("UNAUTHENTICATED");
        assertThat(refresh(granted.path("refresh_token").asText()).has("access_token"))
                .isTrue();
    }

    private JsonNode refresh(String refreshToken) throws Exception {
        String form = "grant_type=refresh_token&client_id=id&client_secret=secret&refresh_token="
                + URLEncoder.encode(refreshToken, StandardCharsets.UTF_8);
        URI address = wave.tokenUri();
        return JSON.readTree(client.send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Test
    void oneCallTooManyInASecondIsToldSoAndWaitingHelps() throws Exception {
        wave.limit(1);
        ask("query{user{id}}");
        HttpResponse<String> limited = send("query{user{id}}", JSON.createObjectNode());
        assertThat(limited.statusCode()).isEqualTo(429);

        clock.advance(Duration.ofSeconds(
                Long.parseLong(limited.headers().firstValue("Retry-After").orElseThrow())));
        assertThat(ask("query{user{id}}").has("errors")).isFalse();
    }

    /** Operations of other clients of the real API, where a copy is available. */
    @Test
    void itTakesTheOperationsOfOthers() throws Exception {
        Map<String, String> operations = operationsOfOthers();
        String id = ask(
                        operations.get("create"),
                        input(Map.of("businessId", business, "name", "A", "fax", "1", "currency", "NOK")))
                .at("/data/customerCreate/customer/id")
                .asText();
        wave.create(business, "products", Map.of("name", "Skis", "unitPrice", "12.5", "incomeAccountId", "account"));
        assertThat(ask(operations.get("patch"), input(Map.of("id", id, "email", "a@x.example")))
                        .at("/data/customerPatch/didSucceed")
                        .asBoolean())
                .isTrue();

        ObjectNode variables =
                JSON.createObjectNode().put("b", business).put("p", 1).put("s", "2020-01-01T00:00:00.000Z");
        JsonNode customer = ask(operations.get("list"), variables).at("/data/business/customers/edges/0/node");
        assertThat(customer.path("fax").asText()).isEqualTo("1");
        assertThat(customer.path("email").asText()).isEqualTo("a@x.example");
        assertThat(customer.at("/currency/code").asText()).isEqualTo("NOK");
        assertThat(ask(operations.get("prod"), JSON.createObjectNode().put("b", business))
                        .at("/data/business/products/edges/0/node/incomeAccount/id")
                        .asText())
                .isEqualTo("account");
        assertThat(ask(operations.get("biz"))
                        .at("/data/businesses/edges/0/node/id")
                        .asText())
                .isEqualTo(business);
        assertThat(ask(operations.get("del"), input(Map.of("id", id)))
                        .at("/data/customerDelete/didSucceed")
                        .asBoolean())
                .isTrue();
        assertThat(wave.ids(business, "customers")).isEmpty();
    }

    /** Returns the operations by the comment above each. */
    private static Map<String, String> operationsOfOthers() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(Path.of("shared", "specs", "wave", "sample-operations.graphql")))
                .filter(Files::isReadable)
                .findFirst();
        Assumptions.assumeTrue(file.isPresent(), "no copy of others' operations is at hand");
        Map<String, String> operations = new HashMap<>();
        for (String part : Files.readString(file.orElseThrow()).split("(?m)^# *", -1)) {
            int end = part.indexOf('\n');
            if (end > 0) {
                operations.put(
                        part.substring(0, end).strip(), part.substring(end).strip());
            }
        }
        assertThat(operations).containsOnlyKeys("list", "create", "patch", "del", "prod", "biz");
        return operations;
    }
}
