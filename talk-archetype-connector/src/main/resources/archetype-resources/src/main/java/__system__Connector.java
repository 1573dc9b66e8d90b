package ${package};

import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.ListingReader;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.WebConnector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import java.time.Duration;
import java.util.Set;

/** A connection to one account of ${system}. */
final class ${system}Connector extends WebConnector {
    private final HttpApi api;

    ${system}Connector(HttpApi api, PluginContext context) {
        // A host that does not sync people gets a connector without them.
        super(api, context.schema(EntityType.PERSON).stream().map(schema -> people(api, schema)).toList());
        this.api = api;
    }

    private static Part people(HttpApi api, Schema schema) {
        Mapping mapping = Mapping.of(
                        schema,
                        MappedField.of("firstname", "first_name"),
                        MappedField.of("lastname", "last_name"),
                        MappedField.of("email", "email"))
                .clearingWithNull()
                .times("updated_at", "created_at");
        TypeSpec spec = TypeSpec.of(schema, mapping.specs())
                .inserts()
                .updates()
                .writeLimit(10)
                // Each record takes a call of its own.
                .writeCost(WriteCost.perRecord(1))
                // What a complete listing no longer has was deleted.
                .deletes(Deletes.ID_SWEEP)
                .relistEvery(Duration.ofDays(1))
                .readLimit(People.PER_PAGE)
                .build();
        People people = new People(api, mapping);
        return new Part(
                spec, new ListingReader("${system}", people, Duration.ofSeconds(1)), people.lookup(), people);
    }

    @Override
    protected Check checkSystem(Set<EntityType> types) {
        return Check.attempt(() -> api.read(ApiCall.get("/people").query("limit", "1").expectingList("data")));
    }
}
