package io.sesam.talk.simulators;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of one object type in a simulated HubSpot portal. Values are normalised as by the real portal. */
final class HubSpotTable {
    /** A refusal with status, category and message. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int status;
        final String category;

        Refusal(int status, String category, String message) {
            super(message);
            this.status = status;
            this.category = category;
        }
    }

    private static final Map<String, List<String>> DEFAULTS = Map.of(
            "contacts",
                    List.of(
                            "email",
                            "firstname",
                            "lastname",
                            "gender",
                            "phone",
                            "mobilephone",
                            "address",
                            "city",
                            "zip",
                            "state",
                            "country",
                            "hs_country_region_code",
                            "jobtitle",
                            "company",
                            "hs_additional_emails",
                            "hs_merged_object_ids",
                            "hs_calculated_merged_vids",
                            "associatedcompanyid"),
            "companies",
                    List.of(
                            "name",
                            "domain",
                            "website",
                            "phone",
                            "address",
                            "address2",
                            "city",
                            "zip",
                            "state",
                            "country",
                            "hs_country_code",
                            "industry",
                            "hs_merged_object_ids"),
            "products", List.of("name", "description", "price", "hs_sku", "hs_merged_object_ids"));

    final String type;
    final TreeMap<Long, SimItem> items = new TreeMap<>();
    final Map<String, Boolean> custom = new LinkedHashMap<>();
    final Set<String> required = new TreeSet<>();
    /** A listener for the ids of archived and merged records. */
    Consumer<String> gone = id -> {};

    /** A listener for events: HubSpot's name and record id. */
    BiConsumer<String, String> events = (what, id) -> {};

    private final Map<String, String> mergedInto = new LinkedHashMap<>();
    private final EverHeld held = new EverHeld();
    private final Clock clock;
    private final LongSupplier ids;

    HubSpotTable(String type, Clock clock, LongSupplier ids) {
        this.type = type;
        this.clock = clock;
        this.ids = ids;
    }

    String modifiedProperty() {
        return type.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
    }

    List<String> names() {
        return Stream.concat(DEFAULTS.getOrDefault(type, List.of()).stream(), custom.keySet().stream())
                .toList();
    }

    boolean knows(String property) {
        return DEFAULTS.getOrDefault(type, List.of()).contains(property) || custom.containsKey(property);
    }

    boolean isUnique(String property) {
        return type.equals("contacts") && property.equals("email") || custom.getOrDefault(property, false);
    }

    SimItem create(Map<String, String> properties) {
        Map<String, String> made = made(properties);
        for (String name : required) {
            if (made.getOrDefault(name, "").isEmpty()) {
                throw new Refusal(400, "VALIDATION_ERROR", "Required property \"" + name + "\" has no value");
            }
        }
        refuseTaken(made, null);
        long id = ids.getAsLong();
        SimItem item = new SimItem(String.valueOf(id), clock.instant());
        items.put(id, item);
        set(item, made);
        events.accept("creation", item.id);
        return item;
    }

    SimItem update(SimItem item, Map<String, String> changes) {
        Map<String, String> made = made(changes);
        refuseTaken(made, item);
        swapAddresses(item, made);
        set(item, made);
        events.accept("propertyChange", item.id);
        return item;
    }

    /** Makes a further address the primary one; the primary one becomes a further address. */
    private static void swapAddresses(SimItem item, Map<String, String> made) {
        String before = item.properties.getOrDefault("email", "");
        String now = made.getOrDefault("email", before);
        List<String> further = new ArrayList<>(
                List.of(item.properties.getOrDefault("hs_additional_emails", "").split(";", -1)));
        if (!now.equals(before) && !made.containsKey("hs_additional_emails") && further.remove(now)) {
            further.add(before);
            further.remove("");
            made.put("hs_additional_emails", String.join(";", further));
        }
    }

    void archive(SimItem item) {
        item.archived = clock.instant();
        gone.accept(item.id);
        events.accept("deletion", item.id);
    }

    /**
     * Merges a record into another. The surviving record keeps its values and takes those it lacks; the other remains
     * only in the list of merged ids.
     */
    SimItem merge(String survivorId, String loserId) {
        SimItem survivor = live(survivorId).orElseThrow(() -> missing(survivorId));
        SimItem loser = live(loserId).orElseThrow(() -> missing(loserId));
        Map<String, String> lacking = new TreeMap<>(loser.properties);
        lacking.keySet().removeAll(survivor.properties.keySet());
        lacking.remove("email");
        survivor.mergedIds.add(loserId);
        survivor.mergedIds.addAll(loser.mergedIds);
        lacking.put("hs_merged_object_ids", String.join(";", survivor.mergedIds));
        if (type.equals("contacts")) {
            lacking.put(
                    "hs_calculated_merged_vids",
                    String.join(
                            ";",
                            survivor.mergedIds.stream()
                                    .map(id -> id + ":" + clock.millis())
                                    .toList()));
        }
        String email = loser.properties.getOrDefault("email", "");
        if (!email.isEmpty() && !email.equals(survivor.properties.get("email"))) {
            String known = survivor.properties.getOrDefault("hs_additional_emails", "");
            lacking.put("hs_additional_emails", known.isEmpty() ? email : known + ";" + email);
        }
        items.remove(Long.valueOf(loserId));
        mergedInto.put(loserId, survivorId);
        set(survivor, lacking);
        gone.accept(loserId);
        return survivor;
    }

    private static Refusal missing(String id) {
        return new Refusal(404, "OBJECT_NOT_FOUND", "resource not found: " + id);
    }

    /** Returns the current record of an id. For a merged id, the surviving record. */
    Optional<SimItem> live(String id) {
        String now = id;
        while (mergedInto.containsKey(now)) {
            now = String.valueOf(mergedInto.get(now));
        }
        return item(now).filter(item -> !item.isArchived());
    }

    Optional<SimItem> item(String id) {
        return id.matches("\\d{1,18}") ? Optional.ofNullable(items.get(Long.valueOf(id))) : Optional.empty();
    }

    Optional<SimItem> by(String property, String value) {
        if (property.isEmpty() || property.equals("hs_object_id")) {
            return live(value);
        }
        if (!isUnique(property)) {
            throw new Refusal(400, "VALIDATION_ERROR", "Property \"" + property + "\" is not a unique property");
        }
        String wanted = property.equals("email") ? value.toLowerCase(Locale.ROOT) : value;
        return held.by(property, wanted).stream()
                .flatMap(id -> Optional.ofNullable(items.get(id)).stream())
                .filter(item -> !item.isArchived())
                .filter(item -> wanted.equals(item.properties.get(property))
                        || property.equals("email") && emails(item).contains(wanted))
                .findFirst();
    }

    private void set(SimItem item, Map<String, String> changes) {
        item.set(changes, clock.instant());
        changes.forEach((name, value) -> {
            if (isUnique(name)) {
                held.note(name, value, item.id);
            }
        });
        emails(item).forEach(email -> held.note("email", email, item.id));
    }

    NavigableMap<Long, SimItem> from(long id) {
        return items.tailMap(id, true);
    }

    Collection<SimItem> all() {
        return items.values();
    }

    private static Set<String> emails(SimItem item) {
        Set<String> emails = new HashSet<>(
                List.of(item.properties.getOrDefault("hs_additional_emails", "").split(";", -1)));
        emails.add(item.properties.getOrDefault("email", ""));
        emails.remove("");
        return emails;
    }

    private void refuseTaken(Map<String, String> made, @Nullable SimItem self) {
        for (String property : made.keySet()) {
            String value = made.getOrDefault(property, "");
            if (isUnique(property) && !value.isEmpty()) {
                by(property, value).filter(other -> other != self).ifPresent(other -> {
                    throw type.equals("contacts") && property.equals("email")
                            ? new Refusal(409, "CONFLICT", "Contact already exists. Existing ID: " + other.id)
                            : new Refusal(
                                    409,
                                    "CONFLICT",
                                    "A record with a unique value for \"" + property + "\" exists. Existing ID: "
                                            + other.id);
                });
            }
        }
    }

    /** Normalises values. E-mail addresses in lower case, domains without scheme and {@code www}. */
    private Map<String, String> made(Map<String, String> properties) {
        Map<String, String> made = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (!knows(name)) {
                throw new Refusal(
                        400,
                        "VALIDATION_ERROR",
                        "Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"" + name
                                + "\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"" + name
                                + "\"}]");
            }
            made.put(name, made(name, value.strip()));
        });
        if (made.containsKey("website") && !made.containsKey("domain")) {
            made.put("domain", made("domain", made.getOrDefault("website", "")));
        }
        return made;
    }

    private static String made(String name, String value) {
        if (name.equals("email")) {
            if (!value.isEmpty() && !value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
                throw new Refusal(
                        400,
                        "VALIDATION_ERROR",
                        "Property values were not valid: [{\"isValid\":false,\"message\":\"Email address " + value
                                + " is invalid\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}]");
            }
            return value.toLowerCase(Locale.ROOT);
        }
        if (name.equals("domain")) {
            return value.toLowerCase(Locale.ROOT)
                    .replaceFirst("^https?://", "")
                    .replaceFirst("^www\\.", "")
                    .replaceFirst("/.*$", "");
        }
        return value;
    }
}
