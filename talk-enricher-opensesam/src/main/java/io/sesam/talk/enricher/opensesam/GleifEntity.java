package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.JsonValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A parser of records from the Global LEI Index. Some records have little more than a name. */
final class GleifEntity {
    private static final Set<String> OUT_OF_USE = Set.of("ANNULLED", "DUPLICATE", "MERGED", "RETIRED");

    private GleifEntity() {}

    /** Parses an entity; empty if invalid or duplicate. */
    static Optional<Entity> read(JsonNode record) {
        JsonNode attributes = record.path("attributes");
        String registration = JsonValues.text(attributes, "registration.status").orElse("");
        return JsonValues.text(attributes, "lei")
                .or(() -> JsonValues.text(record, "id"))
                .filter(lei -> !lei.isBlank() && !OUT_OF_USE.contains(registration))
                .map(lei -> read(lei, attributes, registration));
    }

    private static Entity read(String lei, JsonNode attributes, String registration) {
        JsonNode entity = attributes.path("entity");
        List<String> warnings = new ArrayList<>();
        if (registration.equals("LAPSED")) {
            warnings.add("has not renewed its registration, so that its data may be old");
        }
        JsonValues.text(entity, "status")
                .filter(status -> !status.equals("ACTIVE"))
                .ifPresent(status -> warnings.add("is registered with the status " + status));
        return new Entity(
                lei,
                JsonValues.text(entity, "legalName.name").orElse("").strip(),
                JsonValues.text(entity, "category")
                        .filter("SOLE_PROPRIETOR"::equals)
                        .isPresent(),
                RegistryAddress.read(entity.path("legalAddress"), "addressLines", "postalCode", "country"),
                RegistryAddress.read(entity.path("headquartersAddress"), "addressLines", "postalCode", "country"),
                "",
                Optional.<LocalDate>empty(),
                warnings);
    }
}
