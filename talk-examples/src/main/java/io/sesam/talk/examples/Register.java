package io.sesam.talk.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A simulated Norwegian register of legal entities. Answers queries by name and by number. */
final class Register implements AutoCloseable {
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2};

    private final Map<String, ObjectNode> entities = new LinkedHashMap<>();
    private int last = 81_000_000;
    final SimServer server = SimServer.start(this::answer);

    /** Adds a company under the next valid number. */
    synchronized void enter(String name, String street, String zip) {
        String number = next();
        ObjectNode entity = JsonNodeFactory.instance
                .objectNode()
                .put("organisasjonsnummer", number)
                .put("navn", name);
        entity.putObject("organisasjonsform").put("kode", "AS");
        ObjectNode address = entity.putObject("forretningsadresse");
        address.put("land", "Norge")
                .put("landkode", "NO")
                .put("postnummer", zip)
                .put("poststed", "OSLO");
        address.putArray("adresse").add(street);
        entities.put(number, entity);
    }

    private String next() {
        String digits = String.valueOf(++last);
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? next() : digits + check;
    }

    private synchronized SimResponse answer(SimRequest request) {
        if (request.path().equals("/enheter")) {
            return SimResponse.json(200, found(request));
        }
        if (request.path().equals("/oppdateringer/enheter")) {
            return SimResponse.json(200, listing("oppdaterteEnheter", List.of()));
        }
        ObjectNode one = entities.get(request.path().replaceFirst("^/enheter/", ""));
        return one == null ? SimResponse.empty(404) : SimResponse.json(200, one);
    }

    private ObjectNode found(SimRequest request) {
        String name = request.parameter("navn").orElse("").toLowerCase(Locale.ROOT);
        List<String> numbers =
                List.of(request.parameter("organisasjonsnummer").orElse("").split(",", -1));
        return listing(
                "enheter",
                entities.entrySet().stream()
                        .filter(entity ->
                                request.parameter("organisasjonsnummer").isPresent()
                                        ? numbers.contains(entity.getKey())
                                        : entity.getValue()
                                                .path("navn")
                                                .asText()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(name))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    /** Returns a listing; without hits, it has no list. */
    private static ObjectNode listing(String name, List<ObjectNode> all) {
        ObjectNode listing = JsonNodeFactory.instance.objectNode();
        if (!all.isEmpty()) {
            listing.putObject("_embedded").putArray(name).addAll(all);
        }
        listing.putObject("page")
                .put("size", all.size())
                .put("totalElements", all.size())
                .put("number", 0);
        return listing;
    }

    @Override
    public void close() {
        server.close();
    }
}
