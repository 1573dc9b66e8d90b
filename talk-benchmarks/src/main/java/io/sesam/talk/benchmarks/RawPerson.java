package io.sesam.talk.benchmarks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A person in an application's form. The input of both sides. */
record RawPerson(
        int number,
        String system,
        String id,
        long modified,
        String firstname,
        String lastname,
        String email,
        String gender) {
    static final List<String> SYSTEMS = List.of("crm", "erp", "support", "marketing");
    private static final long SECOND_2020 = 1_577_836_800L;

    /**
     * Generates persons of four systems. About a third share their e-mail address with others, in another case and with
     * stray spaces; a tenth of the names are blank, four in a hundred have no e-mail address. No address is twice in one
     * system, because SQL has no rule for records of one system that contradict each other.
     */
    static List<RawPerson> sample(int count, long seed) {
        Random random = new Random(seed);
        List<RawPerson> people = new ArrayList<>(count);
        BitSet taken = new BitSet(4 * count);
        for (int i = 0; i < count; i++) {
            int who = i > 10 && random.nextInt(100) < 35 ? random.nextInt(i) : i;
            int system = random.nextInt(4);
            who = taken.get(4 * who + system) ? i : who;
            taken.set(4 * who + system);
            people.add(new RawPerson(
                    i,
                    SYSTEMS.get(system),
                    String.format("%08d", i),
                    SECOND_2020 + random.nextInt(100_000_000),
                    random.nextInt(10) == 0 ? "" : "First" + random.nextInt(5000),
                    random.nextInt(10) == 0 ? "" : "Lastname" + random.nextInt(20_000),
                    email(who, random),
                    random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "male" : "female"));
        }
        return people;
    }

    private static String email(int who, Random random) {
        if (random.nextInt(25) == 0) {
            return "";
        }
        String email = "person" + who + "@company" + who % 997 + ".example";
        return switch (random.nextInt(6)) {
            case 0 -> email.toUpperCase(Locale.ROOT);
            case 1 -> " " + email;
            default -> email;
        };
    }
}
