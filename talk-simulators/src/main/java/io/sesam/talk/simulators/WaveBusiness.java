package io.sesam.talk.simulators;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A business in a simulated Wave account. Its customers and products, with Wave's validation of input. */
final class WaveBusiness {
    private static final List<String> ADDRESS =
            List.of("addressLine1", "addressLine2", "city", "provinceCode", "countryCode", "postalCode");

    private static final List<String> TEXTS = List.of(
            "name",
            "firstName",
            "lastName",
            "displayId",
            "email",
            "mobile",
            "phone",
            "fax",
            "tollFree",
            "website",
            "internalNotes");

    final String id;
    final String name;
    final Map<String, SimItem> customers = new LinkedHashMap<>();
    final Map<String, SimItem> products = new LinkedHashMap<>();
    boolean pro = true;
    boolean archived;
    private final Clock clock;
    private final LongSupplier ids;

    WaveBusiness(String name, Clock clock, LongSupplier ids) {
        this.name = name;
        this.clock = clock;
        this.ids = ids;
        this.id = encoded("Business:" + new UUID(7, ids.getAsLong()));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An input error in Wave's wording. */
    record InputError(String code, String message, String field) {
        Map<String, Object> shown() {
            return Map.of("code", code, "message", message, "path", List.of("input", field));
        }
    }

    /** Returns the error of an input, if any. */
    static Optional<InputError> wrong(Map<String, ?> input, boolean create) {
        boolean named = input.get("name") instanceof String text && !text.isBlank();
        if (create && !named || input.containsKey("name") && !named) {
            return Optional.of(new InputError("REQUIRED", "This field is required.", "name"));
        }
        if (input.get("address") instanceof Map<?, ?> address
                && address.get("provinceCode") instanceof String province
                && !province.startsWith(address.get("countryCode") + "-")) {
            return Optional.of(new InputError("INVALID", "The province is not of the country.", "address"));
        }
        if (input.get("email") instanceof String email && !email.isEmpty() && !email.contains("@")) {
            return Optional.of(new InputError("INVALID", "Enter a valid email address.", "email"));
        }
        return Optional.empty();
    }

    SimItem add(Map<String, SimItem> table, Map<String, ?> input) {
        String kind = table == customers ? "Customer:" : "Product:";
        SimItem item = new SimItem(encoded(kind + ids.getAsLong() + ";" + id), clock.instant());
        table.put(item.id, item);
        item.set(flat(input), clock.instant());
        return item;
    }

    /** Applies an input. An omitted field is unchanged, null clears, and an address is replaced as a whole. */
    void patch(SimItem item, Map<String, ?> input) {
        item.set(flat(input), clock.instant());
    }

    private static Map<String, String> flat(Map<String, ?> input) {
        Map<String, String> flat = new LinkedHashMap<>();
        input.forEach((name, value) -> {
            if (name.equals("address")) {
                ADDRESS.forEach(part -> flat.put(part, ""));
                if (value instanceof Map<?, ?> address) {
                    address.forEach((part, text) -> flat.put(String.valueOf(part), text(text)));
                }
            } else if (!name.equals("id") && !name.equals("businessId")) {
                flat.put(name, text(value));
            }
        });
        return flat;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    Map<String, Object> shownCustomer(SimItem item) {
        Map<String, Object> shown = shown(item);
        TEXTS.forEach(field -> put(shown, field, item.properties.get(field)));
        String currency = item.properties.get("currency");
        put(shown, "currency", currency == null ? null : Map.of("code", currency));
        Map<String, Object> address = new LinkedHashMap<>();
        List.of("addressLine1", "addressLine2", "city", "postalCode")
                .forEach(field -> put(address, field, item.properties.get(field)));
        String country = item.properties.get("countryCode");
        String province = item.properties.get("provinceCode");
        put(
                address,
                "country",
                country == null
                        ? null
                        : Map.of(
                                "code",
                                country,
                                "name",
                                new Locale.Builder().setRegion(country).build().getDisplayCountry(Locale.ENGLISH)));
        put(address, "province", province == null ? null : Map.of("code", province, "name", province));
        put(shown, "address", ADDRESS.stream().anyMatch(item.properties::containsKey) ? address : null);
        return shown;
    }

    Map<String, Object> shownProduct(SimItem item) {
        Map<String, Object> shown = shown(item);
        put(shown, "name", item.properties.get("name"));
        put(shown, "description", item.properties.get("description"));
        put(shown, "unitPrice", item.properties.getOrDefault("unitPrice", "0"));
        put(shown, "isSold", item.properties.containsKey("incomeAccountId"));
        put(shown, "isBought", item.properties.containsKey("expenseAccountId"));
        String account = item.properties.get("incomeAccountId");
        put(shown, "incomeAccount", account == null ? null : Map.of("id", account));
        return shown;
    }

    private Map<String, Object> shown(SimItem item) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", item.id);
        shown.put("createdAt", time(item.created));
        shown.put("modifiedAt", time(item.modified));
        shown.put("isArchived", item.isArchived());
        shown.put("business", Map.of("id", id, "name", name, "isArchived", archived));
        return shown;
    }

    private static void put(Map<String, Object> shown, String field, @Nullable Object value) {
        if (value != null) {
            shown.put(field, value);
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Returns the records of a query, in its order. */
    static List<SimItem> select(Collection<SimItem> all, Map<String, ?> arguments) {
        Comparator<SimItem> byCreation =
                Comparator.<SimItem, Instant>comparing(item -> item.created).thenComparing(item -> item.id);
        Comparator<SimItem> byChange =
                Comparator.<SimItem, Instant>comparing(item -> item.modified).thenComparing(item -> item.id);
        Comparator<SimItem> byName = Comparator.comparing(item -> item.properties.getOrDefault("name", ""));
        String sort = arguments.get("sort") instanceof List<?> sorts ? String.valueOf(sorts.get(0)) : "CREATED_AT_DESC";
        Comparator<SimItem> order =
                sort.startsWith("CREATED") ? byCreation : sort.startsWith("NAME") ? byName : byChange;
        List<SimItem> selected = new ArrayList<>(all);
        if (arguments.get("modifiedAtAfter") != null) {
            Instant after = Instant.parse(String.valueOf(arguments.get("modifiedAtAfter")));
            selected.removeIf(
                    item -> item.modified.truncatedTo(ChronoUnit.MILLIS).isBefore(after));
        }
        if (arguments.get("modifiedAtBefore") != null) {
            Instant before = Instant.parse(String.valueOf(arguments.get("modifiedAtBefore")));
            selected.removeIf(
                    item -> !item.modified.truncatedTo(ChronoUnit.MILLIS).isBefore(before));
        }
        if (arguments.get("email") instanceof String email) {
            selected.removeIf(item -> !email.equalsIgnoreCase(item.properties.get("email")));
        }
        if (arguments.get("isArchived") instanceof Boolean wanted) {
            selected.removeIf(item -> item.isArchived() != wanted);
        }
        selected.sort(sort.endsWith("DESC") ? order.reversed() : order);
        return selected;
    }
}
