package io.sesam.talk.testkit;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A generator of realistic, messy sample records. Persons, organisations and products with stray white space, changing
 * case, blanks, countries in many spellings, and sometimes a duplicate of an earlier record.
 *
 * <p>The same seed gives the same samples in the same order. Put this object into the message of a failing assertion:
 * it prints its seed.
 */
public final class Samples {
    private static final List<String> FIRST_NAMES = List.of(
            "Kari", "Ola", "Åse", "Bjørn", "Zoë", "Łukasz", "Anne-Marie", "José", "李", "Nguyễn", "O'Neil", "Max");
    private static final List<String> LAST_NAMES = List.of(
            "Nordmann",
            "Hansen",
            "Ødegård",
            "van der Berg",
            "García Márquez",
            "Müller",
            "Smith, Jr.",
            "D'Angelo",
            "\"Bo\" Lee");
    private static final List<String> COMPANIES = List.of(
            "Acme", "Fjord & Fjell", "Blåbær", "\"Best\" Bakery", "Smith, Sons", "Ærlig Handel", "数据", "Wave; Co");
    private static final List<String> FORMS = List.of("AS", "ASA", "Ltd.", "GmbH", "Inc.", "AB");
    private static final List<String> STREETS =
            List.of("Storgata", "Karl Johans gate", "Königsallee", "Main St.", "Rue de l'Église", "Postboks");
    private static final List<String> COUNTRIES = List.of(
            "NO", "Norge", "Norway", "NOR", "578", "norge ", "SE", "Sverige", "Germany", "DE", "UK", "USA", "Atlantis");
    private static final List<String> GENDERS =
            List.of("female", "F", "K", "male", "M", "MALE", "other", "unknown", "2", "rather not say");
    private static final List<String> ZIPS = List.of("0150", "0001", "5003", "SW1A 1AA", "10115", "D-40212");
    private static final List<String> WORDS = List.of("Blue", "Kayak", "Røyk", "Model 7", "Pro; XL", "5\" nail", "Tee");

    private final long seed;
    private final RandomGenerator random;
    private final List<Fields> before = new ArrayList<>();
    private int count;

    private Samples(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Creates a generator with a fixed seed. */
    public static Samples seeded(long seed) {
        return new Samples(seed);
    }

    /** Creates a generator with a random seed. */
    public static Samples fresh() {
        return new Samples(new SplittableRandom().nextLong());
    }

    /** Returns a person. About one in ten has the e-mail address of an earlier one in another spelling. */
    public Fields person() {
        return messy(again(Person.SCHEMA, "email").orElseGet(() -> record(Person.SCHEMA)));
    }

    /** Returns an organisation. About one in ten has the name of an earlier one. */
    public Fields organisation() {
        return messy(again(Organisation.SCHEMA, "name").orElseGet(() -> record(Organisation.SCHEMA)));
    }

    /** Returns this many persons. */
    public List<Fields> people(int number) {
        return Stream.generate(this::person).limit(number).toList();
    }

    /** Returns this many organisations. */
    public List<Fields> organisations(int number) {
        return Stream.generate(this::organisation).limit(number).toList();
    }

    /** Returns this many products. */
    public List<Fields> products(int number) {
        return Stream.generate(() -> messy(record(Product.SCHEMA)))
                .limit(number)
                .toList();
    }

    /**
     * Returns a complete, unique record of any type. Every property except references has a value; no other of these
     * samples has its name or e-mail address.
     */
    public Fields record(Schema schema) {
        count++;
        Fields.Builder fields = Fields.builder(schema);
        schema.properties().forEach(property -> fields.text(property.name(), text(property)));
        Fields made = fields.build();
        before.add(made);
        return made;
    }

    private @Nullable String text(Property property) {
        return switch (property.kind()) {
            case EMAIL -> "person" + count + "@" + host();
            case DOMAIN -> host();
            case COUNTRY -> oneOf(COUNTRIES);
            case GENDER -> oneOf(GENDERS);
            case REFERENCE -> null;
            case TEXT -> words(property.name());
        };
    }

    private String words(String property) {
        return switch (property) {
            case "firstname" -> oneOf(FIRST_NAMES);
            case "lastname" -> oneOf(LAST_NAMES);
            case "address" -> oneOf(STREETS) + " " + (1 + random.nextInt(200));
            case "zip" -> oneOf(ZIPS);
            case "name" -> oneOf(COMPANIES) + " " + count + " " + oneOf(FORMS);
            default -> oneOf(WORDS) + " " + count;
        };
    }

    private String host() {
        return "example" + random.nextInt(1000) + oneOf(List.of(".no", ".com", ".co.uk"));
    }

    /** Returns a duplicate of an earlier record. It has the same key and other values of its own. */
    private Optional<Fields> again(Schema schema, String key) {
        EntityType type = schema.type();
        List<Fields> candidates = before.stream()
                .filter(made -> made.schema().type().equals(type))
                .toList();
        if (candidates.isEmpty() || random.nextInt(10) > 0) {
            return Optional.empty();
        }
        Fields earlier = candidates.get(random.nextInt(candidates.size()));
        return Optional.of(record(schema).toBuilder().set(key, earlier.get(key)).build());
    }

    /** Makes some values blank, unknown or badly spelt. A name keeps its letters. */
    private Fields messy(Fields tidy) {
        Fields.Builder fields = tidy.toBuilder();
        Schema schema = tidy.schema();
        for (int i = 0; i < schema.size(); i++) {
            String original = tidy.originalText(i).orElse(null);
            fields.text(schema.property(i).name(), original == null ? null : messy(schema.property(i), original));
        }
        return fields.build();
    }

    private @Nullable String messy(Property property, String original) {
        Supplier<String> carelessly = switch (property.kind()) {
            case EMAIL -> () -> original.toUpperCase(Locale.ROOT);
            case DOMAIN -> () -> "https://www." + original + "/";
            case TEXT, COUNTRY, GENDER, REFERENCE -> () -> original + " ";
        };
        return switch (random.nextInt(12)) {
            case 0 -> " " + original;
            case 1, 2 -> carelessly.get();
            case 3 -> property.name().equals("name") ? original : "";
            case 4 -> property.name().equals("name") ? original : null;
            default -> original;
        };
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns the seed, which reproduces the samples. */
    @Override
    public String toString() {
        return "Samples.seeded(" + seed + "L)";
    }
}
