package io.sesam.talk.testkit.world;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.sync.Report;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A history that is being played. For one thread, once. */
final class Play implements AutoCloseable {
    private static final Duration A_DAY = Duration.ofHours(25);

    final Script script;
    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final Map<String, Cloud> clouds = new LinkedHashMap<>();
    final MemorySink tables = new MemorySink();
    final Witness witness;

    private final Gate gate = new Gate();
    private final StoreKeeper keeper;
    private final Meddling meddling;
    private final Random random;
    private final Dice order;
    private final List<String> trace = new ArrayList<>();
    private @Nullable Store store;
    private @Nullable Talk talk;
    private @Nullable Instant backedUp;
    private final List<Instant[]> forgotten = new ArrayList<>();
    private Instant runStarted = Instant.MIN;

    Play(Script script, StoreKeeper keeper, Meddling meddling) {
        this.script = script;
        this.keeper = keeper;
        this.meddling = meddling;
        this.random = new Random(script.seed());
        this.order = new Dice(script.seed());
        script.systems().forEach(system -> clouds.put(system.name(), new Cloud(system, clock)));
        this.witness = new Witness(this);
    }

    /** What is wrong in the end; nothing, if all is well. */
    List<Flaw> play() {
        try {
            script.steps().forEach(this::act);
            Optional<Flaw> restless = new Rest(this).come();
            List<Flaw> flaws = new ArrayList<>(witness.flaws());
            restless.ifPresent(flaws::add);
            if (restless.isEmpty()) {
                flaws.addAll(new Judge(this).flaws());
            }
            return flaws;
        } catch (RuntimeException e) {
            trace.add("   " + e);
            return List.of(new Flaw(
                    0,
                    "the engine failed with a " + e.getClass().getSimpleName() + ": " + e.getMessage() + " at "
                            + List.of(e.getStackTrace()).subList(0, Math.min(6, e.getStackTrace().length))));
        }
    }

    /** What happened, in words. */
    List<String> trace() {
        return List.copyOf(trace);
    }

    Collection<Cloud> systems() {
        return clouds.values();
    }

    Cloud cloud(SystemName system) {
        Cloud cloud = clouds.get(system.value());
        if (cloud == null) {
            throw new IllegalArgumentException("no system " + system);
        }
        return cloud;
    }

    Cloud cloudOf(Deed deed) {
        return cloud(new SystemName(deed.system()));
    }

    /** Whether the store was ever lost. */
    boolean isRestored() {
        return !forgotten.isEmpty();
    }

    /** Whether a moment is lost with a store. */
    boolean isForgotten(Instant time) {
        return forgotten.stream().anyMatch(span -> !time.isBefore(span[0]) && time.isBefore(span[1]));
    }

    Instant runStarted() {
        return runStarted;
    }

    Store store() {
        Store open = store;
        if (open == null) {
            throw new IllegalStateException("nothing is open");
        }
        return open;
    }

    /** What the store remembers, also while the engine does not have it open. */
    private <T> T remembered(Function<Store, T> question) {
        Store open = store;
        if (open != null) {
            return question.apply(open);
        }
        try (Store kept = keeper.open()) {
            return question.apply(kept);
        }
    }

    private void act(Step step) {
        if (step instanceof Step.Run run) {
            run(run);
        } else if (step instanceof Step.Wait wait) {
            clock.advance(wait.time());
        } else if (step instanceof Step.BackUp) {
            backUp();
        } else if (step instanceof Step.Restore) {
            restore();
        } else {
            people(step);
        }
    }

    private void people(Step step) {
        String what = step.toString();
        Optional<String> id = doPeople(step);
        trace.add(
                clock.instant() + " " + what + id.map(done -> " (" + done + ")").orElse(" - nothing happens"));
    }

    private Optional<String> doPeople(Step step) {
        if (step instanceof Step.Create create) {
            return at(create.system())
                    .flatMap(people -> people.create(create.texts()))
                    .map(row -> {
                        noteLikeness(create.system(), row);
                        return row.id;
                    });
        }
        if (step instanceof Step.Edit edit) {
            return at(edit.system())
                    .flatMap(people -> people.pick(edit.pick())
                            .filter(row -> editedUnseen(people, row, edit))
                            .map(row -> {
                                noteLikeness(edit.system(), row);
                                noteCompany(edit.system(), row, edit.property());
                                return row.id;
                            }));
        }
        if (step instanceof Step.Delete delete) {
            return at(delete.system())
                    .flatMap(people ->
                            people.pick(delete.pick()).filter(people::delete).map(row -> row.id));
        }
        if (step instanceof Step.Merge merge) {
            return at(merge.system())
                    .flatMap(people -> people.pick(merge.pick())
                            .flatMap(loser -> people.pick(merge.survivor())
                                    .filter(survivor -> people.merge(loser, survivor))
                                    .map(survivor -> loser.id + " into " + survivor.id)));
        }
        return step instanceof Step.Recreate recreate ? recreate(recreate) : Optional.empty();
    }

    /**
     * Before Talk has seen what it wrote, what looks like something that the system made of it cannot be told from it; and
     * when no answer came, a blank is no clear (R13).
     */
    private static boolean editedUnseen(People people, Row row, Step.Edit edit) {
        int index = Cloud.SCHEMA.index(edit.property());
        boolean mayBeMade = row.unseen[index]
                && row.remembered.get(index).stream()
                        .anyMatch(written -> edit.text().strip().equalsIgnoreCase(written.toString()));
        boolean edited = people.edit(row, edit.property(), edit.text());
        Word word = row.standing[index];
        if (edited && word != null) {
            word.unnoticed |= mayBeMade || row.answerLost && word.isBlank();
        }
        return edited;
    }

    private Optional<People> at(String system) {
        return Optional.ofNullable(clouds.get(system)).map(People::new);
    }

    private Optional<String> recreate(Step.Recreate step) {
        Cloud cloud = clouds.get(step.system());
        if (cloud == null || cloud.gone.isEmpty()) {
            return Optional.empty();
        }
        List<Row> gone = List.copyOf(cloud.gone.values());
        Row old = gone.get(step.pick() % gone.size());
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            String property = Cloud.SCHEMA.property(i).name();
            old.fields.said(i).ifPresent(text -> texts.put(property, text));
        }
        return new People(cloud).create(texts).map(row -> {
            noteLikeness(step.system(), row);
            return row.id;
        });
    }

    /** What a person enters or edits while Talk looks for a record with the same e-mail may be taken for that. */
    private void noteLikeness(String system, Row row) {
        if (row.isMadeByTalk() || row.settled) {
            return;
        }
        Object email = Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL));
        row.lookalike |= remembered(Store::intents).stream()
                .anyMatch(intent -> intent.system().value().equals(system)
                        && (email == null
                                || !Cloud.isFilled(email)
                                || email.equals(intent.fields().slot(Cloud.EMAIL))));
        for (Word word : row.standing) {
            if (word != null) {
                word.unnoticed |= row.lookalike;
            }
        }
    }

    /** Whoever belongs together now hears of it when something is emptied (R13). */
    private void noteCompany(String system, Row row, String property) {
        Word word = row.standing[Cloud.SCHEMA.index(property)];
        if (word != null && word.isBlank()) {
            RecordRef record = new RecordRef(new SystemName(system), EntityType.PERSON, row.id);
            Set<RecordRef> company = remembered(kept -> kept.records(List.of(record)).stream()
                    .flatMap(known -> Optional.ofNullable(known.golden()).stream())
                    .flatMap(golden -> kept.members(Set.of(golden)).stream())
                    .filter(StoredRecord::isLive)
                    .map(StoredRecord::ref)
                    .collect(Collectors.toSet()));
            if (company.size() > 1) {
                word.company = company;
            }
        }
    }

    private void run(Step.Run step) {
        Map<Integer, Runnable> meanwhile = new HashMap<>();
        step.meanwhile().forEach((call, act) -> meanwhile.put(call, () -> people(act)));
        trace.add(clock.instant() + " the engine runs");
        run(step.faults(), meanwhile);
    }

    /** A run; empty when it did not come to its end. */
    Optional<Report> run(List<Fault> faults, Map<Integer, Runnable> meanwhile) {
        Talk engine = open();
        runStarted = clock.instant();
        gate.open(faults, meanwhile);
        int before = deeds();
        try {
            Report report = engine.sync();
            for (Cloud cloud : systems()) {
                if (gate.isDisturbed(cloud.name())) {
                    cloud.lostAnswers(runStarted);
                } else if (!report.paused().containsKey(new SystemName(cloud.name()))) {
                    cloud.wasRead(runStarted.minus(cloud.spec.indexLag()));
                }
            }
            report.paused().forEach((system, reason) -> trace.add("   " + system + " is paused: " + reason));
            return Optional.of(report);
        } catch (Crash | TalkException e) {
            trace.add("   the run ends: " + e.getMessage());
            systems().forEach(cloud -> cloud.lostAnswers(runStarted));
            shut();
            return Optional.empty();
        } finally {
            gate.happened().forEach(fault -> trace.add("   " + fault));
            traceDeeds(before);
            gate.close();
        }
    }

    private int deeds() {
        return systems().stream().mapToInt(cloud -> cloud.deeds.size()).sum();
    }

    private void traceDeeds(int before) {
        if (deeds() > before) {
            witness.recent()
                    .forEach(deed -> trace.add(
                            "   " + deed.time() + " " + deed.operation().kind() + " " + deed.system() + " "
                                    + deed.recordId() + " " + texts(deed)));
        }
        witness.forgetRecent();
    }

    private static Map<String, String> texts(Deed deed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            String property = Cloud.SCHEMA.property(i).name();
            deed.operation().fields().said(i).ifPresent(text -> texts.put(property, text));
        }
        return texts;
    }

    private void backUp() {
        shut();
        keeper.backUp();
        backedUp = clock.instant();
        trace.add(backedUp + " a backup is made");
    }

    /** What the index does not show yet cannot be found again, so whoever restores takes longer than that. */
    private void restore() {
        Instant since = backedUp;
        if (since == null) {
            return;
        }
        shut();
        keeper.restore();
        forgotten.add(new Instant[] {since, clock.instant()});
        trace.add(clock.instant() + " the backup of " + since + " is restored");
        systems().forEach(cloud -> cloud.wasForgotten(since));
        witness.wasForgotten(since);
        for (int i = 0; i < 3; i++) {
            clock.advance(A_DAY);
            run(List.of(), Map.of());
        }
    }

    /** The engine; made anew when it crashed. */
    Talk open() {
        Talk open = talk;
        if (open != null) {
            return open;
        }
        Store kept = keeper.open();
        store = kept;
        TalkBuilder builder = Talk.builder()
                .store(meddling.store(Doors.store(kept, gate), clock))
                .clock(clock)
                .random(random)
                .sideBySide(this::inSomeOrder)
                .trust(clouds.keySet().toArray(String[]::new))
                .sink("tables", meddling.sink(Doors.sink(tables, gate)), Map.of());
        for (Cloud cloud : systems()) {
            CloudPlugin plugin = new CloudPlugin(cloud, gate, witness);
            builder.connect(cloud.name(), meddling.connector(plugin, clock), Map.of())
                    .allow(cloud.name(), EntityType.PERSON, cloud.abilities.policy());
        }
        Talk made = builder.build();
        talk = made;
        return made;
    }

    private void inSomeOrder(List<Runnable> parts) {
        List<Runnable> left = new ArrayList<>(parts);
        while (!left.isEmpty()) {
            left.remove(order.below(left.size())).run();
        }
    }

    private void shut() {
        Talk open = talk;
        if (open != null) {
            gate.close();
            open.close();
        }
        store = null;
        talk = null;
    }

    /** Says of inserts that nobody can find out about what a person sees who looks. */
    void tellWhatIsUnknown() {
        Talk engine = open();
        for (Intent intent : engine.unknown()) {
            Cloud cloud = cloud(intent.system());
            String made = cloud.madeBy.get(intent.operation());
            Row row = made == null ? null : cloud.rows.get(made);
            if (row != null
                    && !row.orphan
                    && row.fields.isKnown(Cloud.EMAIL)
                    && Cloud.isFilled(intent.fields().slot(Cloud.EMAIL))) {
                // it can be found, so it has to be
                continue;
            }
            trace.add("   somebody looks in " + cloud.name() + ": " + (made == null ? "it was not made" : made));
            String survivor = made == null ? null : cloud.mergedInto.get(made);
            if (row != null || survivor != null) {
                engine.link(intent.origin(), cloud.ref(row != null ? row.id : String.valueOf(survivor)));
            }
            engine.notDone(intent.operation());
        }
    }

    @Override
    public void close() {
        shut();
        keeper.close();
    }
}
