package io.sesam.talk.connector.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.ParseAndValidate;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.testkit.sim.SimRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to Wave is held against Wave's own schema, where a copy is at hand. */
final class WaveSchemaTest {
    private GraphQLSchema schema;

    @BeforeEach
    void read() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/specs/wave/schema.graphql"))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(file.isPresent(), "no copy of Wave's schema is at hand");
        schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(
                new SchemaParser().parse(Files.readString(file.orElseThrow())));
    }

    private List<String> problems(String document) {
        return ParseAndValidate.validate(schema, Parser.parse(document), Locale.ENGLISH).stream()
                .map(error -> document + ": " + error.getMessage())
                .toList();
    }

    @Test
    void theCheckCanFail() {
        assertThat(problems("query { business { noSuchField } }")).isNotEmpty();
    }

    @Test
    void everyDocumentIsValid() {
        assertThat(WaveDocuments.all())
                .hasSizeGreaterThan(10)
                .flatExtracting(this::problems)
                .isEmpty();
    }

    @Test
    void everythingThatIsReallySentIsValid() throws IOException {
        try (Account account = new Account()) {
            account.with("incomeAccountId", "account-1").with("personAsCustomer", true);
            String customer = account.customer(Map.of("name", "Acme", "email", "a@x.example"));
            for (EntityType type : List.of(EntityType.ORGANISATION, EntityType.PERSON, EntityType.PRODUCT)) {
                account.readAll(type, 10);
                account.connector().lookup(type).orElseThrow().byId(List.of(customer));
            }
            account.connector().check();
            account.writeOne(account.insert(Account.fields(Organisation.SCHEMA, "name", "New")));
            for (SimRequest request : account.wave.server().requests()) {
                String document = JsonMapper.builder()
                        .build()
                        .readTree(request.body())
                        .path("query")
                        .asText();
                assertThat(problems(document)).isEmpty();
            }
            assertThat(account.wave.server().requests()).hasSizeGreaterThan(8);
        }
    }
}
