package io.sesam.talk.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The companies of contacts in a simulated HubSpot portal. The first one of a contact is its primary one, until another
 * one is associated as primary.
 */
final class HubSpotLinks {
    private static final String PRIMARY = "associatedcompanyid";

    private final Map<String, List<String>> companiesOf = new TreeMap<>();
    private final HubSpotTable contacts;
    private final HubSpotTable companies;

    HubSpotLinks(HubSpotTable contacts, HubSpotTable companies) {
        this.contacts = contacts;
        this.companies = companies;
    }

    void associate(String contact, String company, Instant now) {
        SimItem from = contacts.live(contact)
                .orElseThrow(() -> new HubSpotTable.Refusal(404, "OBJECT_NOT_FOUND", "no contact with id " + contact));
        if (companies.live(company).isEmpty()) {
            throw new HubSpotTable.Refusal(404, "OBJECT_NOT_FOUND", "no company with id " + company);
        }
        List<String> known = companiesOf.computeIfAbsent(contact, id -> new ArrayList<>());
        if (!known.contains(company)) {
            known.add(company);
            show(from, now);
        }
    }

    /** Associates a company as the primary one; the others stay. */
    void associatePrimary(String contact, String company, Instant now) {
        associate(contact, company, now);
        List<String> known = companiesOf.getOrDefault(contact, new ArrayList<>());
        if (!known.get(0).equals(company)) {
            known.remove(company);
            known.add(0, company);
            contacts.live(contact).ifPresent(item -> show(item, now));
        }
    }

    private void create(JsonNode input, Instant now) {
        String contact = input.path("from").path("id").asText();
        String company = input.path("to").path("id").asText();
        boolean primary = false;
        for (JsonNode type : input.path("types")) {
            int id = type.path("associationTypeId").asInt();
            if (!type.path("associationCategory").asText().equals("HUBSPOT_DEFINED") || id != 1 && id != 279) {
                throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "invalid association type " + id);
            }
            primary |= id == 1;
        }
        if (input.path("types").isEmpty()) {
            throw new HubSpotTable.Refusal(400, "VALIDATION_ERROR", "Some required fields were not set: [types]");
        }
        if (primary) {
            associatePrimary(contact, company, now);
        } else {
            associate(contact, company, now);
        }
    }

    /** Sets the property with the primary company. */
    private void show(SimItem contact, Instant now) {
        contact.set(Map.of(PRIMARY, of(contact.id).stream().findFirst().orElse("")), now);
    }

    /** Updates the contacts of a deleted or merged company. */
    void gone(String company, Instant now) {
        companiesOf.forEach((contact, known) -> {
            if (known.contains(company)) {
                known.replaceAll(id -> companies.live(id).map(item -> item.id).orElse(id));
                contacts.live(contact).ifPresent(item -> show(item, now));
            }
        });
    }

    void dissociate(String contact, String company, Instant now) {
        List<String> known = companiesOf.getOrDefault(contact, List.of());
        if (known.contains(company)) {
            known.remove(company);
            contacts.live(contact).ifPresent(item -> show(item, now));
        }
    }

    List<String> of(String contact) {
        return companiesOf.getOrDefault(contact, List.of()).stream()
                .filter(company -> companies.live(company).isPresent())
                .distinct()
                .toList();
    }

    SimResponse answer(String from, String to, String what, JsonNode query, Instant now) {
        if (!from.startsWith("contact") || !to.startsWith("compan")) {
            return HubSpotErrors.of(400, "VALIDATION_ERROR", "only contacts to companies are simulated");
        }
        return switch (what) {
            case "batch/read" -> read(query);
            case "batch/associate/default" -> {
                query.path("inputs")
                        .forEach(input -> associate(
                                input.path("from").path("id").asText(),
                                input.path("to").path("id").asText(),
                                now));
                yield SimResponse.json(200, "{\"status\":\"COMPLETE\",\"results\":[]}");
            }
            case "batch/create" -> {
                query.path("inputs").forEach(input -> create(input, now));
                yield SimResponse.json(201, "{\"status\":\"COMPLETE\",\"results\":[]}");
            }
            case "batch/archive" -> {
                query.path("inputs")
                        .forEach(input -> input.path("to")
                                .forEach(each -> dissociate(
                                        input.path("from").path("id").asText(),
                                        each.path("id").asText(),
                                        now)));
                yield SimResponse.empty(204);
            }
            default -> HubSpotErrors.of(404, "OBJECT_NOT_FOUND", "no such endpoint");
        };
    }

    private SimResponse read(JsonNode query) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", "COMPLETE");
        ArrayNode results = answer.putArray("results");
        TreeSet<String> without = new TreeSet<>();
        for (JsonNode input : query.path("inputs")) {
            String contact = input.path("id").asText();
            List<String> known = of(contact);
            if (known.isEmpty()) {
                without.add(contact);
                continue;
            }
            ObjectNode result = results.addObject();
            result.putObject("from").put("id", contact);
            ArrayNode to = result.putArray("to");
            known.forEach(company -> add(to, company, company.equals(known.get(0))));
        }
        if (without.isEmpty()) {
            return SimResponse.json(200, answer);
        }
        ObjectNode error = HubSpotErrors.node("OBJECT_NOT_FOUND", "No company is associated with some contacts.");
        ArrayNode ids = error.putObject("context").putArray("fromObjectId");
        without.forEach(ids::add);
        answer.put("numErrors", 1).putArray("errors").add(error);
        return SimResponse.json(207, answer);
    }

    private static void add(ArrayNode to, String company, boolean primary) {
        ObjectNode target = to.addObject().put("toObjectId", Long.valueOf(company));
        ArrayNode types = target.putArray("associationTypes");
        types.addObject().put("category", "HUBSPOT_DEFINED").put("typeId", 279).putNull("label");
        if (primary) {
            types.addObject()
                    .put("category", "HUBSPOT_DEFINED")
                    .put("typeId", 1)
                    .put("label", "Primary");
        }
    }
}
