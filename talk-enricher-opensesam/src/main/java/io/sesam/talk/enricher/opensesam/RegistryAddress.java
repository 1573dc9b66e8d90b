package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.Country;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address in a register.
 *
 * @param lines the lines before the place, possibly none
 * @param zip the postal code, with its leading zeros; "" where there is none
 * @param country alpha-2; "" where it is unknown
 */
record RegistryAddress(List<String> lines, String zip, String country) {
    RegistryAddress {
        lines = List.copyOf(lines);
    }

    /** Parses an address; empty when all parts are missing. */
    static Optional<RegistryAddress> read(JsonNode node, String lines, String zip, String... countries) {
        List<String> texts = JsonValues.items(node.path(lines))
                .filter(JsonNode::isTextual)
                .map(line -> line.asText().strip())
                .filter(line -> !line.isEmpty())
                .toList();
        String country = Stream.of(countries)
                .flatMap(path -> JsonValues.text(node, path).stream())
                .flatMap(text -> Country.parse(text).alpha2().stream())
                .findFirst()
                .orElse("");
        RegistryAddress address =
                new RegistryAddress(texts, JsonValues.text(node, zip).orElse("").strip(), country);
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    private boolean isEmpty() {
        return lines.isEmpty() && zip.isEmpty() && country.isEmpty();
    }

    /** Returns the first line; "" if missing. */
    String line1() {
        return lines.isEmpty() ? "" : lines.get(0);
    }

    /** Returns all further lines; "" if missing. */
    String line2() {
        return lines.size() < 2 ? "" : String.join(", ", lines.subList(1, lines.size()));
    }
}
