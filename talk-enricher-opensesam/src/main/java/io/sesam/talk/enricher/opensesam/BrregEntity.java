package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.JsonValues;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one entity of Norway's register. Everything is optional there but the number. */
final class BrregEntity {
    private static final String SOLE_PROPRIETOR = "ENK";

    private BrregEntity() {}

    /** The entity; empty for what is none. */
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
                troubles(node));
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

    private static List<String> troubles(JsonNode node) {
        List<String> troubles = new ArrayList<>();
        if (node.path("konkurs").asBoolean()) {
            troubles.add("is bankrupt");
        }
        if (node.path("underAvvikling").asBoolean()) {
            troubles.add("is being dissolved");
        }
        if (node.path("underTvangsavviklingEllerTvangsopplosning").asBoolean()) {
            troubles.add("is being dissolved by force");
        }
        return troubles;
    }
}
