package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.Spelling;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Upserted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One type of record: where it is listed, and what it says.
 *
 * @param path where it is listed
 * @param passes the flags that must be set, one after the other, to have everything listed; empty for none
 * @param byDay whether a listing can begin with a day
 */
record FreshteamType(String path, List<String> passes, boolean byDay, Mapping mapping, TypeSpec spec) {
    /** Whatever was changed so recently may still be on its way into listings. */
    static final Duration LAG = Duration.ofMinutes(2);

    static Map<EntityType, FreshteamType> all(Lent lent) {
        Map<EntityType, FreshteamType> types = new TreeMap<>();
        lent.schema(EntityType.PERSON).ifPresent(schema -> types.put(schema.type(), employees(schema)));
        lent.schema(EntityType.ORGANISATION).ifPresent(schema -> types.put(schema.type(), branches(schema)));
        return types;
    }

    private static FreshteamType employees(Schema schema) {
        String branch = schema.properties().stream()
                .filter(property -> property.target().equals(Optional.of(EntityType.ORGANISATION)))
                .map(Property::name)
                .findFirst()
                .orElse("");
        Mapping mapping = Mapping.of(
                        schema,
                        MappedField.of("firstname", "first_name")
                                .facts(field -> field.required().minLength(2).maxLength(128)),
                        MappedField.of("lastname", "last_name")
                                .facts(field -> field.required().maxLength(128)),
                        MappedField.of("email", "official_email").facts(field -> field.required()),
                        MappedField.reads("gender", "gender")
                                .writes("gender", Spelling.GENDER)
                                .facts(field -> field.only("MALE", "FEMALE")),
                        MappedField.of(branch, "branch_id"))
                .clearingWithNull();
        TypeSpec.Builder spec =
                facts(mapping).inserts().updates().writeLimit(10).deletes(Deletes.FEED);
        return new FreshteamType("/employees", List.of("", "terminated", "deleted"), true, mapping, spec.build());
    }

    private static FreshteamType branches(Schema schema) {
        Mapping mapping = Mapping.of(
                schema,
                MappedField.reads("name", "name"),
                MappedField.reads("address", "street"),
                MappedField.reads("zip", "zip"),
                MappedField.reads("country", "country_code"));
        TypeSpec.Builder spec = facts(mapping).deletes(Deletes.ID_SWEEP).relistEvery(Duration.ofDays(1));
        return new FreshteamType("/branches", List.of(""), false, mapping, spec.build());
    }

    private static TypeSpec.Builder facts(Mapping mapping) {
        return TypeSpec.of(mapping.schema(), mapping.specs()).indexLag(LAG).readLimit(FreshteamReader.PER_PAGE);
    }

    Upserted record(JsonNode item) {
        Upserted record = Upserted.of(item.path("id").asText(), mapping.read(item))
                .modified(Instant.parse(item.path("updated_at").asText()));
        return item.path("created_at").isTextual()
                ? record.created(Instant.parse(item.path("created_at").asText()))
                : record;
    }

    Lookup.Found found(Answer answer) {
        return answer.status() == 200 && !isGone(answer.json())
                ? new Lookup.Found.Present(record(answer.json()))
                : new Lookup.Found.Missing();
    }

    static boolean isGone(JsonNode item) {
        return item.path("deleted").asBoolean();
    }
}
