package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.spi.Page;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * People keep their companies while companies are renamed and merged (R38).
 *
 * <p>The simulated world has one type. These histories have two, over the same engine: people move, are renamed and get
 * new companies; companies appear, change names and merge; answers are lost, calls fail, and a merge is read before or
 * after the people that it moved.
 */
@Tag("R38")
@Tag("slow")
final class ReferencesTest {
    private static final int SEEDS = 60;

    @Test
    void aPersonsCompanyIsEachSystemsRecordOfTheSameCompany() {
        lives(1, SEEDS);
    }

    /** The first seed and the number of histories may be given as {@code -Dtalk.seed} and {@code -Dtalk.histories}. */
    @Test
    void soItIsInManyMoreHistories() {
        lives(Long.getLong("talk.seed", 201), Integer.getInteger("talk.histories", 60));
    }

    private static void lives(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            assertThat(new History(seed, store -> store).play())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /** When the merge of two companies is read. */
    enum Reading {
        COMPANIES_FIRST,
        PEOPLE_FIRST,
        COMPANIES_A_RUN_LATER
    }

    /** Ada moves in one system; in the other one, her former company is merged before anything is synced. */
    @ParameterizedTest
    @EnumSource
    @Tag("R10")
    void companiesThatAreMergedInASystemMoveNobody(Reading reading) {
        World world = new World();
        if (reading == Reading.PEOPLE_FIRST) {
            world.people("crm");
            world.people("erp");
        }
        MemoryTable crmCompanies = world.organisations("crm");
        MemoryTable erpCompanies = world.organisations("erp");
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        List.of("New", "Old", "Survivor").forEach(name -> crmCompanies.add("name", name));
        crm.add("firstname", "Ada", "email", "ada@x.example", "organisation", "2");
        crm.add("firstname", "Bob", "email", "bob@x.example", "organisation", "2");
        world.settle();
        String old = erpCompanies.find("name", "Old").get(0);
        String survivor = erpCompanies.find("name", "Survivor").get(0);
        crm.put("1", "organisation", "1");
        world.clock.advance(Duration.ofHours(1));

        erpCompanies.merge(old, survivor);
        erp.find("organisation", old).forEach(id -> erp.put(id, "organisation", survivor));
        if (reading == Reading.COMPANIES_A_RUN_LATER) {
            erpCompanies.answeringReads(
                    request -> Page.last(List.of(), request.after().orElseThrow()));
            world.sync();
            erpCompanies.answeringReads(null);
        }
        world.settle();

        assertThat(crm.text("1", "organisation")).isEqualTo("1");
        assertThat(erp.text(erp.find("firstname", "Ada").get(0), "organisation"))
                .isEqualTo(erpCompanies.find("name", "New").get(0));
        assertThat(erp.text(erp.find("firstname", "Bob").get(0), "organisation"))
                .isEqualTo(survivor);
        assertThat(world.sync().writes()).isZero();
    }

    /** Without the keys that find people by their companies, nobody follows companies that join. */
    @Test
    void peopleLeftAtACompanyThatIsGoneAreDetected() {
        assertThat(caught(ReferencesTest::withoutKeysOfReferences)).isPresent();
    }

    /** With another company's record in place of the system's own one, people change their companies. */
    @Test
    void aForeignCompanyIsDetected() {
        assertThat(caught(ReferencesTest::withoutTheOldestCompany)).isPresent();
    }

    /** Without a look-up of their former company, people who were moved by a merge seem to have been edited. */
    @Test
    @Tag("R10")
    void aMergeThatIsTakenForEditsIsDetected() {
        assertThat(caughtIn(seed -> new History(seed, store -> store).lookingUpNoMerges()))
                .isPresent();
    }

    private static Optional<String> caught(UnaryOperator<Store> mutant) {
        return caughtIn(seed -> new History(seed, mutant));
    }

    private static Optional<String> caughtIn(LongFunction<History> histories) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<String> flaws = histories.apply(seed).play();
            if (!flaws.isEmpty()) {
                return Optional.of("seed " + seed + ": " + flaws.get(0));
            }
        }
        return Optional.empty();
    }

    private static Store withoutKeysOfReferences(Store store) {
        return meddled(store, "withKeys", arguments -> {
            arguments[1] = ((Collection<?>) arguments[1])
                    .stream()
                            .filter(key -> key instanceof MatchKey known
                                    && !known.rule().startsWith("->"))
                            .toList();
            return arguments;
        });
    }

    private static Store withoutTheOldestCompany(Store store) {
        return meddled(store, "records", arguments -> {
            List<?> refs = new ArrayList<>((Collection<?>) arguments[0]);
            boolean companies = refs.stream()
                    .allMatch(ref ->
                            ref instanceof RecordRef known && known.type().equals(ORGANISATION));
            arguments[0] = companies && refs.size() > 1 ? refs.subList(1, refs.size()) : refs;
            return arguments;
        });
    }

    private static Store meddled(Store store, String name, UnaryOperator<Object[]> change) {
        return (Store) Proxy.newProxyInstance(
                ReferencesTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        boolean meant = method.getName().equals(name);
                        return method.invoke(store, meant ? change.apply(arguments.clone()) : arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** One history of two systems with companies and people. */
    private static final class History {
        private static final List<String> SYSTEMS = List.of("crm", "erp");

        private final World world = new World();
        private final Random random;
        private final Store store;
        private final Map<String, MemoryTable> people = new LinkedHashMap<>();
        private final Map<String, MemoryTable> companies = new LinkedHashMap<>();
        private final List<String> flaws = new ArrayList<>();
        private final List<String> log = new ArrayList<>();

        /** The system, person and company of each choice that no later one has replaced. */
        private final Map<String, Choice> choices = new TreeMap<>();

        /** The last first name that a person was given, and nothing replaced. */
        private final Map<String, String> firstNames = new TreeMap<>();

        /** The survivor of each merged company, by system and id. */
        private final Map<String, String> heirs = new HashMap<>();

        /** The company that was last chosen in a system, by system and person. */
        private final Map<String, String> chosen = new HashMap<>();

        private int names;

        /** A person's move to a company in one system, at rest in all others. */
        private record Choice(String system, String company) {}

        History(long seed, UnaryOperator<Store> meddling) {
            this.random = new Random(seed);
            this.store = world.store;
            world.store = meddling.apply(store);
            world.config = builder -> builder.changeLimit(ChangeLimit.none());
            for (String system : SYSTEMS) {
                if (random.nextBoolean()) {
                    world.people(system);
                }
                companies.put(system, world.organisations(system));
                people.put(system, world.people(system));
            }
        }

        /** Takes what is needed to tell a merge from the people's edits. */
        History lookingUpNoMerges() {
            companies.values().forEach(MemoryTable::looksUpNoMerges);
            return this;
        }

        List<String> play() {
            for (int i = 0; i < 4; i++) {
                newCompany();
                newPerson();
            }
            rest();
            for (int round = 0; round < 4 && flaws.isEmpty(); round++) {
                for (int acts = 1 + random.nextInt(3); acts > 0; acts--) {
                    act();
                    world.clock.advance(Duration.ofSeconds(1 + random.nextInt(90)));
                    if (random.nextInt(3) == 0) {
                        run();
                    }
                }
                rest();
            }
            flaws.addAll(flaws.isEmpty() ? List.of() : log);
            return flaws;
        }

        /**
         * One run. One system may show its changed companies only later, may lose its answers, or may fail in the middle
         * of the run.
         */
        private void run() {
            String system = SYSTEMS.get(random.nextInt(2));
            switch (random.nextInt(5)) {
                case 0 -> people.get(system).losesReplies(true);
                case 1 -> world.system(system).failNextWrite(new IllegalStateException("reset"));
                case 2 ->
                    world.system(system).failNextRead(new TalkException(ErrorCode.UNREACHABLE, "gone for a while"));
                default -> log.add("no trouble");
            }
            MemoryTable late = companies.get(SYSTEMS.get(random.nextInt(2)));
            boolean isLate = random.nextBoolean();
            if (isLate) {
                late.answeringReads(
                        request -> Page.last(List.of(), request.after().orElseThrow()));
            }
            world.sync();
            late.answeringReads(null);
            people.get(system).losesReplies(false);
            log.add(isLate ? "a run without the companies of one system" : "a run");
        }

        private void act() {
            String system = SYSTEMS.get(random.nextInt(2));
            MemoryTable here = companies.get(system);
            switch (random.nextInt(10)) {
                case 0 -> newCompany();
                case 1 -> newPerson();
                case 2 -> pick(here).ifPresent(id -> rename(system, id, names++));
                case 3 -> pick(here).ifPresent(id -> rename(system, id, random.nextInt(names)));
                case 4 -> pick(here).ifPresent(loser -> mergeCompanies(system, loser));
                case 5 -> moveFromMerged(system);
                case 6 -> pick(people.get(system)).ifPresent(id -> callAnew(system, id));
                default -> move(system);
            }
        }

        private void newCompany() {
            String system = SYSTEMS.get(random.nextInt(2));
            log.add(system + " has a new company " + companies.get(system).add("name", "Company " + names++));
        }

        private void rename(String system, String id, int name) {
            companies.get(system).put(id, "name", "Company " + name);
            log.add(system + " renames company " + id + " to Company " + name);
        }

        private void newPerson() {
            String system = SYSTEMS.get(random.nextInt(2));
            String email = "p" + random.nextInt(1_000_000) + "@x.example";
            String id = people.get(system).add("firstname", "Ada", "email", email);
            pick(companies.get(system)).ifPresent(company -> choose(system, id, company));
        }

        private void move(String system) {
            pick(people.get(system))
                    .ifPresent(id -> pick(companies.get(system)).ifPresent(company -> choose(system, id, company)));
        }

        private void callAnew(String system, String person) {
            String name = "Ada " + names++;
            people.get(system).put(person, "firstname", name);
            firstNames.put(String.valueOf(people.get(system).text(person, "email")), name);
            log.add(system + " calls " + person + " " + name);
        }

        private void choose(String system, String person, String company) {
            if (company.equals(people.get(system).text(person, "organisation"))) {
                return; // what stands there already is no edit
            }
            people.get(system).put(person, "organisation", company);
            String email = people.get(system).text(person, "email");
            chosen.put(system + "/" + email, company);
            if (isKnownAt(company, RecordRef.of(system, PERSON, person))) {
                choices.remove(String.valueOf(email)); // it leads back to what Talk last saw, and shows nothing
            } else {
                choices.put(String.valueOf(email), new Choice(system, company));
            }
            log.add(email + " chooses company " + company + " in " + system);
        }

        /** Somebody moves in one system, while the company they leave is merged in the other one. */
        private void moveFromMerged(String system) {
            String elsewhere = system.equals("crm") ? "erp" : "crm";
            MemoryTable there = people.get(elsewhere);
            pick(people.get(system)).ifPresent(id -> {
                String email = String.valueOf(people.get(system).text(id, "email"));
                List<String> same = there.find("email", email);
                pick(companies.get(system)).ifPresent(company -> choose(system, id, company));
                world.clock.advance(Duration.ofSeconds(1));
                same.stream()
                        .flatMap(one -> Optional.ofNullable(there.text(one, "organisation")).stream())
                        .filter(companies.get(elsewhere).ids()::contains)
                        .findFirst()
                        .ifPresent(left -> mergeCompanies(elsewhere, left));
            });
        }

        /** Merges a company into another one; a system that merges moves the people along. */
        private void mergeCompanies(String system, String gone) {
            MemoryTable here = companies.get(system);
            MemoryTable employees = people.get(system);
            String kept = pick(here).orElseThrow();
            if (gone.equals(kept)) {
                return;
            }
            here.merge(gone, kept);
            heirs.put(system + "/" + gone, kept);
            log.add(system + " merges company " + gone + " into " + kept);
            for (String id : employees.find("organisation", gone)) {
                employees.put(id, "organisation", kept);
                RecordRef person = RecordRef.of(system, PERSON, id);
                String key = system + "/" + employees.text(id, "email");
                boolean isChosen = chosen.replace(key, gone, kept);
                if (isChosen && !isKnownAtHeirOf(kept, person)) {
                    // A choice that Talk has not read yet is dated by the merge that moved it on.
                    choices.put(String.valueOf(employees.text(id, "email")), new Choice(system, kept));
                }
                if (isKnownAt(kept, RecordRef.of(system, PERSON, id))) {
                    // Of a choice that leads back to where the person was, the system shows nothing.
                    choices.remove(String.valueOf(employees.text(id, "email")));
                }
            }
            choices.replaceAll((email, choice) -> people.get(choice.system()).equals(employees)
                            && choice.company().equals(gone)
                    ? new Choice(choice.system(), kept)
                    : choice);
        }

        /** Checks whether merges alone have led from the company that Talk last saw to this one. */
        private boolean isKnownAtHeirOf(String company, RecordRef person) {
            return store.records(List.of(person)).stream()
                    .map(known -> known.record().rawValues())
                    .map(original -> original.slot(original.schema().index("organisation")))
                    .anyMatch(slot -> slot instanceof Reference reference
                            && heir(person.system().value(), reference.id()).equals(company));
        }

        private String heir(String system, String company) {
            String heir = heirs.get(system + "/" + company);
            return heir == null ? company : heir(system, heir);
        }

        private boolean isKnownAt(String company, RecordRef person) {
            return store.records(List.of(person)).stream()
                    .map(known -> known.record().rawValues())
                    .anyMatch(original ->
                            original.slot(original.schema().index("organisation")) instanceof Reference reference
                                    && reference.id().equals(company));
        }

        private Optional<String> pick(MemoryTable table) {
            List<String> ids = table.ids();
            return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
        }

        private void rest() {
            log.add("rest");
            world.settle();
            world.settle();
            if (world.sync().writes() > 0) {
                flaws.add("the systems do not come to rest");
            }
            try (Talk talk = world.talk()) {
                talk.stewardship().parked(10).forEach(parked -> flaws.add("parked: " + parked.reason()));
            }
            Map<String, Map<String, @Nullable GoldenId>> employers = new TreeMap<>();
            people.forEach((system, table) -> {
                for (String id : table.ids()) {
                    String company = table.text(id, "organisation");
                    employers
                            .computeIfAbsent(String.valueOf(table.text(id, "email")), email -> new TreeMap<>())
                            .put(system, company == null ? null : goldenOf(system, ORGANISATION, company));
                }
            });
            employers.forEach((email, bySystem) -> {
                Set<@Nullable GoldenId> different = new HashSet<>(bySystem.values());
                if (bySystem.size() < 2 || different.size() > 1) {
                    flaws.add(email + " has the companies " + bySystem);
                }
            });
            people.forEach((system, table) -> firstNames.forEach((email, name) -> {
                List<String> ids = table.find("email", email);
                if (ids.size() != 1 || !name.equals(table.text(ids.get(0), "firstname"))) {
                    flaws.add(email + " was called " + name + " and is not in " + system);
                }
            }));
            choices.forEach((email, choice) -> {
                GoldenId chosen = goldenOf(choice.system(), ORGANISATION, choice.company());
                for (String system : SYSTEMS) {
                    GoldenId held = employers.getOrDefault(email, Map.of()).get(system);
                    if (chosen != null && !chosen.equals(held)) {
                        flaws.add(email + " chose " + choice + " and has another company in " + system);
                    }
                }
            });
            assertThat(world.store.goldens(PERSON)).isPositive();
        }

        private @Nullable GoldenId goldenOf(String system, EntityType type, String id) {
            return store.records(List.of(RecordRef.of(system, type, id))).stream()
                    .findFirst() // a company that was merged belongs to its survivor's golden record
                    .map(StoredRecord::golden)
                    .orElse(null);
        }
    }
}
