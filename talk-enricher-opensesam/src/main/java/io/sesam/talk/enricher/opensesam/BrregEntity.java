package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.JsonValues;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A parser of entities from Norway's register. Only the number is mandatory there. */
final class BrregEntity {
    private static final String SOLE_PROPRIETOR = "ENK";

    private BrregEntity() {}

    /** Parses an entity; empty if invalid. */
    static Optional<Entity> read(JsonNode node) {
        return JsonValues.text(node, "organisasjonsnummer")
                .filter(number -> number.matches("\\d{9}"))
                .map(number -> read(number, node));
    }

    private static Entity read(String number, JsonNode node) {
        Optional<RegistryAddress> business = address(node.path("forretningsadresse"));
        Optional<RegistryAddress> post = address(node.path("postadresse"));
        return new Entity(
                number,
                JsonValues.text(node, "navn").orElse("").strip(),
                JsonValues.text(node, "organisasjonsform.kode")
                        .filter(SOLE_PROPRIETOR::equals)
                        .isPresent(),
                business.or(() -> post),
                business.isPresent() ? post : Optional.empty(),
                JsonValues.text(node, "hjemmeside").orElse("").strip(),
                deleted(node),
                warnings(node));
    }

    private static Optional<RegistryAddress> address(JsonNode node) {
        return RegistryAddress.read(node, "adresse", "postnummer", "landkode", "land");
    }

    private static Optional<LocalDate> deleted(JsonNode node) {
        Optional<String> date = JsonValues.text(node, "slettedato");
        boolean isDeleted = date.filter(text -> !text.isBlank()).isPresent()
                || JsonValues.text(node, "respons_klasse")
                        .filter("SlettetEnhet"::equals)
                        .isPresent();
        return isDeleted ? Optional.of(date.flatMap(BrregEntity::date).orElse(LocalDate.EPOCH)) : Optional.empty();
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static List<String> warnings(JsonNode node) {
        List<String> warnings = new ArrayList<>();
        if (node.path("konkurs").asBoolean()) {
            warnings.add("is bankrupt");
        }
        if (node.path("underAvvikling").asBoolean()) {
            warnings.add("is being dissolved");
        }
        if (node.path("underTvangsavviklingEllerTvangsopplosning").asBoolean()) {
            warnings.add("is under compulsory dissolution");
        }
        return warnings;
    }
}
