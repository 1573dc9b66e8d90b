package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.MappedField;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.ValueFormat;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteCost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host's type and its Freshteam listing.
 *
 * @param path the path of the listing
 * @param passes the filters that together list everything, one after the other; empty for none
 */
record FreshteamType(String path, List<String> passes, Mapping mapping) {
    /** The maximum delay until a change is listed. */
    static final Duration LAG = Duration.ofMinutes(2);

    static Stream<FreshteamType> all(PluginContext context) {
        return Stream.of(
                        context.schema(EntityType.PERSON).map(FreshteamType::employees),
                        context.schema(EntityType.ORGANISATION).map(FreshteamType::branches))
                .flatMap(Optional::stream);
    }

    private static FreshteamType employees(Schema schema) {
        Mapping mapping = Mapping.of(
                schema,
                MappedField.of("firstname", "first_name")
                        .facts(field -> field.required().minLength(2).maxLength(128)),
                MappedField.of("lastname", "last_name")
                        .facts(field -> field.required().maxLength(128)),
                MappedField.of("email", "official_email").facts(FieldSpec::required),
                MappedField.reads("gender", "gender")
                        .writes("gender", ValueFormat.GENDER)
                        .facts(field -> field.only("MALE", "FEMALE")),
                MappedField.of(schema.referenceTo(EntityType.ORGANISATION).orElse(""), "branch_id"));
        return new FreshteamType("/employees", List.of("", "terminated", "deleted"), timed(mapping));
    }

    private static FreshteamType branches(Schema schema) {
        Mapping mapping = Mapping.of(
                schema,
                MappedField.reads("name", "name"),
                MappedField.reads("address", "street"),
                MappedField.reads("zip", "zip"),
                MappedField.reads("country", "country_code"));
        return new FreshteamType("/branches", List.of(""), timed(mapping));
    }

    private static Mapping timed(Mapping mapping) {
        return mapping.clearingWithNull().times("updated_at", "created_at");
    }

    /**
     * Reports whether this type is employees. Employees are written, and can be filtered by change day; branches are
     * read-only and always listed completely.
     */
    boolean isEmployee() {
        return path.equals("/employees");
    }

    TypeSpec spec() {
        TypeSpec.Builder spec =
                TypeSpec.of(mapping.schema(), mapping.specs()).indexLag(LAG).readLimit(FreshteamRecords.PER_PAGE);
        return isEmployee()
                ? spec.inserts()
                        .updates()
                        .writeLimit(10)
                        .writeCost(WriteCost.perRecord(1))
                        .deletes(Deletes.FEED)
                        .build()
                : spec.deletes(Deletes.ID_SWEEP).relistEvery(Duration.ofDays(1)).build();
    }

    /** Converts a record. An employee also matches by the personal address, where the answer has it. */
    RecordSnapshot record(JsonNode item) {
        RecordSnapshot record = mapping.record(item);
        JsonNode personal = item.path("personal_email");
        return isEmployee() && !personal.isMissingNode() && mapping.schema().indexOf("email") >= 0
                ? record.matchValues(Map.of(
                        "email",
                        personal.asText("").isBlank() || personal.isNull() ? List.of() : List.of(personal.asText())))
                : record;
    }

    Change change(JsonNode item) {
        return item.path("deleted").asBoolean() ? new Change.Deleted(JsonValues.requiredId(item, "id")) : record(item);
    }

    Lookup.Found found(ApiResponse response) {
        return response.status() == 200 && !response.json().path("deleted").asBoolean()
                ? new Lookup.Found.Present(record(response.json()))
                : new Lookup.Found.Missing();
    }
}
