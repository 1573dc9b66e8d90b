package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;
import io.sesam.talk.tests.world.script.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The persons behind the records, and check of promise 7.
 *
 * <p>A person's number is part of its names, so that a record tells whose values it carries. An e-mail passes on only
 * after the last event of its persons was synced: two edits of one value at once leave open which is right.
 */
final class Humans {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Play play;
    private final Map<Integer, String> emails = new TreeMap<>();
    private final Map<Integer, String> genders = new HashMap<>();
    private final Map<Integer, Integer> busySince = new HashMap<>();
    private final Set<Integer> sharing = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Set<Integer> keptElsewhere = new HashSet<>();
    private final Map<String, Integer> entered = new HashMap<>();
    private final List<Slip> slips = new ArrayList<>();
    private int syncs;

    /** A record with another person's e-mail. */
    private record Slip(String system, String row, int human, int other) {}

    Humans(Play play) {
        this.play = play;
    }

    /** Notes the end of a run. */
    void synced(boolean complete) {
        syncs += complete ? 1 : 0;
    }

    /** Lets an event happen. Returns what happened to which record, or empty for nothing. */
    Optional<String> act(Step.Identity step, Folk folk) {
        Cloud cloud = play.clouds.get(step.system());
        if (cloud == null) {
            return Optional.empty();
        }
        return switch (step.event()) {
            case ARRIVE -> enter(step, folk, "h" + step.number() + "@x.example");
            case HAND_OVER -> handOver(cloud, step, folk);
            case SWAP -> swap(cloud, step, folk);
            case SLIP -> slip(cloud, step, folk);
            case CORRECT -> correct(cloud, folk);
            case RENAME ->
                pick(cloud, step.pick())
                        .filter(row -> isQuiet(row) && !isSlipping(human(row)))
                        .map(row -> {
                            busy(human(row));
                            String name = "Berg" + human(row) + "v" + step.number();
                            folk.edit(step.system(), row, "lastname", name);
                            return row.id + " is " + name;
                        });
            case REPLACE -> replace(cloud, step, folk);
            case SHARE -> share(cloud, step, folk);
        };
    }

    private static Map<String, String> names(int human) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("firstname", "Ada" + human);
        texts.put("lastname", "Berg" + human);
        return texts;
    }

    private Optional<String> enter(Step.Identity step, Folk folk, String email) {
        int human = step.number();
        String gender = human % 3 == 0 ? "M" : human % 3 == 1 ? "F" : "";
        Map<String, String> texts = names(human);
        texts.put("email", email);
        texts.put("gender", gender);
        Optional<Row> row = folk.create(step.system(), texts);
        row.ifPresent(made -> {
            entered.put(made.id, human);
            emails.put(human, email);
            genders.put(human, gender);
            busy(human);
        });
        return row.map(made -> made.id + " for " + email);
    }

    private Optional<String> handOver(Cloud cloud, Step.Identity step, Folk folk) {
        return pick(cloud, step.pick()).filter(this::isQuiet).map(row -> {
            int human = human(row);
            String old = email(human);
            String fresh = "h" + human + "v" + step.number() + "@x.example";
            folk.edit(step.system(), row, "email", fresh);
            emails.put(human, fresh);
            busy(human);
            return row.id + " gets " + fresh + ", and " + enter(step, folk, old).orElse("nobody");
        });
    }

    private Optional<String> swap(Cloud cloud, Step.Identity step, Folk folk) {
        Optional<Row> one = pick(cloud, step.pick()).filter(this::isQuiet);
        Optional<Row> two = pick(cloud, step.other()).filter(this::isQuiet);
        if (one.isEmpty() || two.isEmpty() || human(one.get()) == human(two.get())) {
            return Optional.empty();
        }
        int first = human(one.get());
        int second = human(two.get());
        folk.edit(step.system(), one.get(), "email", "meanwhile@x.example");
        folk.edit(step.system(), two.get(), "email", email(first));
        folk.edit(step.system(), one.get(), "email", email(second));
        String email = email(first);
        emails.put(first, email(second));
        emails.put(second, email);
        busy(first);
        busy(second);
        return Optional.of(one.get().id + " and " + two.get().id);
    }

    private Optional<String> slip(Cloud cloud, Step.Identity step, Folk folk) {
        Optional<Row> one = pick(cloud, step.pick()).filter(this::isQuiet);
        Optional<Row> two = pick(cloud, step.other()).filter(this::isQuiet);
        if (one.isEmpty() || two.isEmpty() || human(one.get()) == human(two.get())) {
            return Optional.empty();
        }
        int human = human(one.get());
        int other = human(two.get());
        if (!folk.edit(step.system(), one.get(), "email", email(other))) {
            return Optional.empty();
        }
        slips.add(new Slip(step.system(), one.get().id, human, other));
        return Optional.of(one.get().id + " gets that of " + two.get().id);
    }

    private Optional<String> correct(Cloud cloud, Folk folk) {
        List<Slip> own = slips.stream()
                .filter(slip -> slip.system().equals(cloud.name()))
                .toList();
        for (Slip slip : own) {
            Row row = cloud.rows.get(slip.row());
            if (row != null) {
                folk.edit(cloud.name(), row, "email", email(slip.human()));
            }
            busy(slip.human());
            busy(slip.other());
        }
        slips.removeAll(own);
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(own.stream().map(Slip::row).toList().toString());
    }

    private Optional<String> replace(Cloud cloud, Step.Identity step, Folk folk) {
        if (!cloud.abilities.quirks().slot()) {
            return Optional.empty();
        }
        return pick(cloud, step.pick()).filter(this::isQuiet).map(row -> {
            int old = human(row);
            int human = step.number();
            replaced.add(cloud.name() + old);
            entered.put(row.id, human);
            if (play.systems().stream()
                    .anyMatch(other ->
                            other != cloud && other.rows.values().stream().anyMatch(copy -> human(copy) == old))) {
                keptElsewhere.add(old);
            }
            play.witness.wasReplaced(cloud.ref(row.id));
            String email = "h" + human + "@x.example";
            folk.edit(step.system(), row, "gender", "");
            names(human).forEach((property, text) -> folk.edit(step.system(), row, property, text));
            folk.edit(step.system(), row, "email", email);
            emails.put(human, email);
            genders.put(human, "");
            busy(old);
            busy(human);
            return row.id + " is no longer " + old + " but " + human;
        });
    }

    private Optional<String> share(Cloud cloud, Step.Identity step, Folk folk) {
        if (cloud.abilities.quirks().uniqueEmail()) {
            return Optional.empty();
        }
        String email = "box" + step.number() + "@x.example";
        List<String> systems = new ArrayList<>(play.clouds.keySet());
        String elsewhere = systems.get(step.pick() % systems.size());
        for (int human = step.number(); human < step.number() + 3; human++) {
            Map<String, String> texts = names(human);
            texts.put("email", email);
            sharing.add(human);
            int entering = human;
            folk.create(step.system(), texts).ifPresent(row -> entered.put(row.id, entering));
            if (human == step.number() && !elsewhere.equals(step.system())) {
                folk.create(elsewhere, texts).ifPresent(row -> entered.put(row.id, entering));
            }
        }
        return Optional.of("three behind " + email);
    }

    private static Optional<Row> pick(Cloud cloud, int number) {
        List<Row> rows = List.copyOf(cloud.rows.values());
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(number % rows.size()));
    }

    private String email(int human) {
        return Objects.requireNonNull(emails.get(human));
    }

    private void busy(int human) {
        busySince.put(human, syncs);
    }

    /**
     * Checks that nothing about a record's person is still unsynced. Two complete runs are enough, unless the record
     * could not be rewritten.
     */
    private boolean isQuiet(Row row) {
        int human = human(row);
        return human >= 0
                && row.fields.originalText(Cloud.EMAIL).orElse("").equals(emails.get(human))
                && busySince.getOrDefault(human, -2) + 2 <= syncs
                && !isSlipping(human);
    }

    private boolean isSlipping(int human) {
        return slips.stream().anyMatch(slip -> slip.human() == human || slip.other() == human);
    }

    private static int human(Row row) {
        return number(row, "firstname");
    }

    private static int number(Row row, String property) {
        Matcher matcher = NUMBER.matcher(
                row.fields.originalText(Cloud.SCHEMA.index(property)).orElse(""));
        return matcher.find() ? Integer.parseInt(matcher.group()) : -1;
    }

    /** Checks promise 7 in a world at rest. */
    void check(Memory memory, List<Flaw> flaws) {
        if (emails.isEmpty() || !slips.isEmpty()) {
            return;
        }
        Map<String, Row> found = new HashMap<>();
        for (Cloud cloud : play.systems()) {
            for (Row row : cloud.rows.values()) {
                check(cloud, row, memory, flaws);
                Row twin = found.put(cloud.name() + human(row), row);
                if (twin != null && !sharing.contains(human(row))) {
                    flaws.add(new Flaw(7, twin.id + " and " + row.id + " are one person"));
                }
            }
        }
        emails.keySet().forEach(human -> checkFound(human, found, memory, flaws));
    }

    private void check(Cloud cloud, Row row, Memory memory, List<Flaw> flaws) {
        int human = human(row);
        if (human < 0 || number(row, "lastname") != human) {
            flaws.add(new Flaw(7, row.id + " carries the names of two persons or of none: " + texts(row)));
            return;
        }
        int owner = entered.getOrDefault(row.id, human);
        if (owner != human) {
            flaws.add(new Flaw(7, row.id + " of person " + owner + " became " + texts(row)));
        }
        if (sharing.contains(human)) {
            return;
        }
        Object gender = Cloud.normal(Cloud.SCHEMA.index("gender"), row.fields.slot(Cloud.SCHEMA.index("gender")));
        String stated = genders.getOrDefault(human, "");
        boolean isOwn = !Cloud.isFilled(gender)
                || !stated.isEmpty() && String.valueOf(gender).startsWith(stated);
        String email = row.fields.originalText(Cloud.EMAIL).orElse("");
        if (!isOwn && !isParked(cloud, row, memory)) {
            flaws.add(new Flaw(7, row.id + " carries a gender that its person never had: " + texts(row)));
        }
        if (!email.equals(emails.get(human)) && !isParked(cloud, row, memory)) {
            flaws.add(new Flaw(7, row.id + " has " + email + " instead of " + emails.get(human)));
        }
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            texts.add(row.fields.originalText(i).orElse(""));
        }
        return texts;
    }

    private static boolean isParked(Cloud cloud, Row row, Memory memory) {
        StoredRecord stored = memory.records.get(cloud.ref(row.id));
        GoldenId golden = stored == null ? null : stored.golden();
        return golden != null && isParked(cloud, golden, row.id, memory);
    }

    private static boolean isParked(Cloud cloud, GoldenId golden, @Nullable String id, Memory memory) {
        return memory.parked.containsKey(new Parked.Key(cloud.ref("x").system(), cloud.spec.type(), golden, id));
    }

    private void checkFound(int human, Map<String, Row> found, Memory memory, List<Flaw> flaws) {
        Set<GoldenId> goldens = new HashSet<>();
        for (Cloud cloud : play.systems()) {
            Row row = found.get(cloud.name() + human);
            StoredRecord stored = row == null ? null : memory.records.get(cloud.ref(row.id));
            GoldenId golden = stored == null ? null : stored.golden();
            if (golden != null) {
                goldens.add(golden);
            }
        }
        boolean wasReplaced = play.systems().stream().anyMatch(cloud -> replaced.contains(cloud.name() + human));
        for (Cloud cloud : play.systems()) {
            boolean waits = goldens.stream().anyMatch(golden -> isParked(cloud, golden, null, memory));
            boolean gone = replaced.contains(cloud.name() + human)
                    || wasReplaced && goldens.isEmpty() && !keptElsewhere.contains(human);
            if (!found.containsKey(cloud.name() + human) && !waits && !gone) {
                flaws.add(new Flaw(7, "person " + human + " is not in " + cloud.name()));
            }
        }
    }
}
