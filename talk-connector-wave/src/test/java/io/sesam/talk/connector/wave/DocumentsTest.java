package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.http.GraphQlDocuments;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Fields;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Validates all documents and requests against the vendor's schema. */
final class DocumentsTest {
    private static Optional<VendorSchema> schema = Optional.empty();

    private final Account account = new Account();

    @BeforeAll
    static void find() {
        schema = VendorSchema.find();
        assumeTrue(schema.isPresent(), "no copy of the vendor's schema beside the project");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private static List<String> problems(SimRequest request) {
        return schema.orElseThrow().problems(request);
    }

    static List<String> all() {
        GraphQlDocuments documents = WaveClient.DOCUMENTS;
        return documents.names().stream()
                .map(name -> name.endsWith("ById") ? documents.many(name, 2) : documents.get(name))
                .toList();
    }

    @Test
    void everyDocumentIsValid() {
        assertThat(all())
                .hasSizeGreaterThanOrEqualTo(15)
                .allSatisfy(document -> assertThat(schema.orElseThrow().problems(document))
                        .as(document)
                        .isEmpty());
    }

    @Test
    void everyRequestIsValidWithItsVariables() {
        everythingIsDone();

        List<SimRequest> requests = account.wave.server().requests();
        assertThat(requests)
                .allSatisfy(request ->
                        assertThat(problems(request)).as(request.body()).isEmpty());
        Set<String> sent = requests.stream()
                .map(request -> request.json().path("query").asText())
                .collect(Collectors.toSet());
        assertThat(sent).as("all that the connector can say was said").containsAll(all());
    }

    private void everythingIsDone() {
        Instant since = account.clock.instant();
        account.with("incomeAccountId", "account-1").connector().check();
        String full = account.customer(
                "name",
                "Fram",
                "firstName",
                "Roald",
                "email",
                "r@x.example",
                "countryCode",
                "US",
                "provinceCode",
                "US-CA");
        String bare = account.customer("name", "Gjoa");
        account.wave.create(account.business, "products", Map.of("name", "Skis", "unitPrice", "1"));
        String old = account.wave.create(account.business, "products", Map.of("name", "Old", "unitPrice", "1"));
        for (var type : List.of(ORGANISATION, PERSON, PRODUCT)) {
            account.read(type, account.read(type, null, 1).end(), 1);
            Lookup lookup = account.connector().lookup(type).orElseThrow();
            lookup.byId(account.wave.ids(account.business, type.equals(PRODUCT) ? "products" : "customers"));
            lookup.byKey().ifPresent(key -> key.find("email", "r@x.example"));
            lookup.byOperation().ifPresent(operations -> operations.find(List.of("o1"), since));
        }
        Fields nothing = Account.organisation();
        done(Operation.insert("o1", Account.organisation("name", "Maud", "country", "NO", "zip", "0150")));
        done(Operation.insert("o2", Account.product("Poles")));
        done(Operation.insert("o3", Account.contactOf(bare, "firstname", "Hjalmar")));
        done(Operation.update(
                "o4", full, Account.organisation("country", "", "domain", "", "zip", "1"), nothing, null));
        done(Operation.update("o5", full, Account.person("email", "", "lastname", "A"), Account.person(), null));
        done(Operation.update("o6", old, Account.product("Older"), Account.product("Old"), null));
        done(Operation.archive("o7", old, Account.product("Older"), null));
    }

    private void done(Operation operation) {
        assertThat(account.writeOne(operation)).as(operation.id()).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    @Tag("case-14")
    void whatIsNotInTheSchemaIsNoticed() {
        String patch = WaveClient.DOCUMENTS.get("CustomerPatch");

        assertThat(schema.orElseThrow().problems("query { nothing }")).isNotEmpty();
        assertThat(problems(request(patch, "{\"id\":\"x\",\"address\":{\"countryCode\":\"Norway\"}}")))
                .isNotEmpty();
        assertThat(problems(request(patch, "{\"id\":\"x\",\"address\":{\"country\":{\"code\":\"NO\"}}}")))
                .isNotEmpty();
        assertThat(problems(request(patch, "{}"))).isNotEmpty();
        assertThat(problems(request(patch, "{\"id\":\"x\"}"))).isEmpty();
    }

    private static SimRequest request(String document, String input) {
        return new SimRequest(
                "POST",
                "/graphql/public",
                Map.of(),
                Map.of(),
                JsonValues.object()
                        .put("query", document)
                        .set("variables", JsonValues.object().set("input", JsonValues.read(input)))
                        .toString());
    }
}
