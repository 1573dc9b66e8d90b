package com.example.directus;

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
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A connection to one Directus with the collections {@code people} and {@code organisations}. */
final class DirectusConnector extends WebConnector {
    private static final String PEOPLE = "people";
    private static final String ORGANISATIONS = "organisations";

    private final HttpApi api;

    DirectusConnector(HttpApi api, PluginContext context) {
        super(
                api,
                Stream.concat(
                                context.schema(EntityType.PERSON).stream().map(schema -> people(api, schema)),
                                context.schema(EntityType.ORGANISATION).stream().map(schema -> organisations(api, schema)))
                        .toList());
        this.api = api;
    }

    private static Part people(HttpApi api, Schema schema) {
        return part(
                schema,
                new Items(
                        api,
                        PEOPLE,
                        "email",
                        mapping(
                                schema,
                                MappedField.of("firstname", "first_name"),
                                MappedField.of("lastname", "last_name").facts(DirectusConnector::isString),
                                MappedField.of("email", "email").facts(DirectusConnector::isString),
                                MappedField.of("gender", "gender").facts(DirectusConnector::isString),
                                // the id of an organisation in this Directus
                                MappedField.of("organisation", "organisation"))));
    }

    private static Part organisations(HttpApi api, Schema schema) {
        return part(
                schema,
                new Items(
                        api,
                        ORGANISATIONS,
                        "name",
                        mapping(
                                schema,
                                MappedField.of("name", "name").facts(DirectusConnector::isString),
                                MappedField.of("country", "country").facts(DirectusConnector::isString))));
    }

    /** The type string of Directus. Its databases refuse what is longer, but for SQLite. */
    private static FieldSpec isString(FieldSpec field) {
        return field.maxLength(255);
    }

    private static Mapping mapping(Schema schema, MappedField... fields) {
        return Mapping.of(schema, fields)
                .clearingWithNull()
                // A record without changes since its creation has no date_updated.
                .times(List.of("date_updated", "date_created"), List.of("date_created"));
    }

    private static Part part(Schema schema, Items items) {
        TypeSpec spec = TypeSpec.of(schema, items.mapping().specs())
                .inserts()
                .updates()
                .writeLimit(10)
                // Each record takes a call of its own, and an update one more, to see what is there.
                .writeCost(WriteCost.perRecord(1))
                // What a complete listing no longer has was deleted.
                .deletes(Deletes.ID_SWEEP)
                .relistEvery(Duration.ofDays(1))
                .readLimit(Items.PER_PAGE)
                .build();
        return new Part(spec, new ListingReader("Directus", items, Duration.ofSeconds(1)), items.lookup(), items);
    }

    /** Checks that the collection has the field for operations, which Directus does not have by itself. */
    @Override
    protected Check checkSystem(Set<EntityType> types) {
        return Stream.of(PEOPLE, ORGANISATIONS)
                .filter(collection -> types.contains(collection.equals(PEOPLE) ? EntityType.PERSON : EntityType.ORGANISATION))
                .map(collection -> Check.attempt(() -> api.read(ApiCall.get("/items/" + collection)
                        .query("limit", "1")
                        .query("fields", "id,date_created,date_updated," + Items.OPERATION)
                        .expectingList("data"))))
                .reduce(Check.fine(), Check::and);
    }
}
