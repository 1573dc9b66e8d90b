package io.sesam.talk.tests.world.play;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.tests.world.boundary.Crash;
import io.sesam.talk.tests.world.boundary.Doors;
import io.sesam.talk.tests.world.boundary.Gate;
import io.sesam.talk.tests.world.boundary.HostClock;
import io.sesam.talk.tests.world.boundary.Meddling;
import io.sesam.talk.tests.world.boundary.StoreKeeper;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.CloudPlugin;
import io.sesam.talk.tests.world.cloud.Deed;
import io.sesam.talk.tests.world.script.Fault;
import io.sesam.talk.tests.world.script.RandomSource;
import io.sesam.talk.tests.world.script.Script;
import io.sesam.talk.tests.world.script.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The playing of one history. For one thread, once. */
public final class Play implements AutoCloseable {
    private static final Duration A_DAY = Duration.ofHours(25);

    final Script script;
    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final HostClock host = new HostClock(clock);
    final Map<String, Cloud> clouds = new LinkedHashMap<>();
    final MemorySink tables = new MemorySink();
    final Witness witness;
    final Humans humans;

    private final Gate gate = new Gate();
    private final StoreKeeper keeper;
    private final Meddling meddling;
    private final Random random;
    private final RandomSource order;
    private final List<String> trace = new ArrayList<>();
    private @Nullable Store store;
    private @Nullable Talk talk;
    private @Nullable Instant backedUp;
    private final List<Instant[]> forgotten = new ArrayList<>();
    private Instant runStarted = Instant.MIN;

    /** Prepares a history. */
    public Play(Script script, StoreKeeper keeper, Meddling meddling) {
        this.script = script;
        this.keeper = keeper;
        this.meddling = meddling;
        this.random = new Random(script.seed());
        this.order = new RandomSource(script.seed() + script.order());
        script.systems().forEach(system -> clouds.put(system.name(), new Cloud(system, clock)));
        clouds.values().forEach(cloud -> cloud.times.watchedBy(host, this::isKnown, this::wasCompleted));
        this.witness = new Witness(this);
        this.humans = new Humans(this);
    }

    /** Plays the history; returns the broken promises. */
    public List<Flaw> play() {
        try {
            script.steps().forEach(this::act);
            host.set(Duration.ZERO);
            Optional<Flaw> restless = new Rest(this).come();
            List<Flaw> flaws = new ArrayList<>(witness.flaws());
            restless.ifPresent(flaws::add);
            if (restless.isEmpty()) {
                flaws.addAll(new Judge(this).flaws());
                new Respelling(this).check().ifPresent(flaws::add);
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

    /**
     * Plays the history to its rest. Returns the golden values by the records that people entered; records that Talk
     * inserted have ids that depend on the order of its calls.
     */
    public SortedMap<String, String> settledValues() {
        script.steps().forEach(this::act);
        Set<String> entered = new HashSet<>();
        for (Cloud cloud : systems()) {
            cloud.rows.keySet().forEach(id -> entered.add(cloud.ref(id).toString()));
        }
        new Rest(this).come().ifPresent(flaw -> {
            throw new IllegalStateException(flaw.toString());
        });
        return remembered(kept -> {
            SortedMap<String, String> values = new TreeMap<>();
            for (StoredGolden golden : kept.goldensAfter(0, Integer.MAX_VALUE)) {
                List<String> members = kept.members(List.of(golden.id())).stream()
                        .filter(member -> member.isLive())
                        .map(member -> member.ref().toString())
                        .filter(entered::contains)
                        .sorted()
                        .toList();
                if (!golden.removed() && !members.isEmpty()) {
                    values.put(members.toString(), golden.values().toString());
                }
            }
            return values;
        });
    }

    /** Describes what happened. */
    public List<String> trace() {
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

    /** Checks whether the store was ever lost. */
    boolean isRestored() {
        return !forgotten.isEmpty();
    }

    /** Checks whether a moment is lost with a store. */
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

    /** Reads from the store, also while the engine has it closed. */
    <T> T remembered(Function<Store, T> question) {
        Store open = store;
        if (open != null) {
            return question.apply(open);
        }
        try (Store kept = keeper.open()) {
            return question.apply(kept);
        }
    }

    private boolean isKnown(RecordRef record) {
        return !store().records(List.of(record)).isEmpty();
    }

    private boolean wasCompleted(SystemName system) {
        return store().reading(system, EntityType.PERSON)
                .map(ReadState::completed)
                .isPresent();
    }

    private void act(Step step) {
        if (step instanceof Step.Run run) {
            run(run);
        } else if (step instanceof Step.Wait wait) {
            clock.advance(wait.time());
            dropTables();
        } else if (step instanceof Step.SetClock set && set.system().isEmpty()) {
            host.set(set.ahead());
            clouds.values().forEach(cloud -> cloud.times.hostJumped());
        } else if (step instanceof Step.BackUp) {
            backUp();
        } else if (step instanceof Step.Restore) {
            restore();
        } else {
            people(step);
        }
    }

    /** Lets another program delete the tables of the sink, in one of four scripts. */
    private void dropTables() {
        if (script.seed() % 4 == 0) {
            tables.drop();
            trace.add(clock.instant() + " the tables of the sink are deleted");
        }
    }

    private void people(Step step) {
        String what = step.toString();
        Optional<String> id = new Folk(this).act(step);
        trace.add(
                clock.instant() + " " + what + id.map(done -> " (" + done + ")").orElse(" - nothing happens"));
    }

    private void run(Step.Run step) {
        Map<Integer, Runnable> meanwhile = new HashMap<>();
        step.meanwhile().forEach((call, act) -> meanwhile.put(call, () -> people(act)));
        trace.add(clock.instant() + " the engine runs");
        checkQuality(run(step.faults(), meanwhile).isPresent());
    }

    /** Checks what is counted after a run. */
    void checkQuality(boolean ended) {
        Talk engine = open();
        CountedQuality quality = new CountedQuality(store(), engine, EntityType.PERSON);
        quality.check().ifPresent(witness::add);
        if (ended) {
            quality.checkPoint().ifPresent(witness::add);
        }
    }

    /** Runs the engine. Returns empty when the run did not end normally. */
    Optional<SyncReport> run(List<Fault> faults, Map<Integer, Runnable> meanwhile) {
        Talk engine = open();
        runStarted = clock.instant();
        gate.open(faults, meanwhile);
        int before = deeds();
        try {
            SyncReport report = engine.sync();
            for (Cloud cloud : systems()) {
                if (gate.isDisturbed(cloud.name())) {
                    cloud.lostAnswers(runStarted);
                } else if (!report.paused().containsKey(new SystemName(cloud.name()))) {
                    cloud.wasRead(runStarted.minus(cloud.spec.indexLag()));
                }
            }
            humans.synced(report.paused().isEmpty()
                    && report.inDoubt() == 0
                    && systems().stream().noneMatch(cloud -> gate.isDisturbed(cloud.name())));
            report.paused().forEach((system, reason) -> trace.add("   " + system + " is paused: " + reason));
            witness.checkInDoubt();
            return Optional.of(report);
        } catch (Crash | TalkException e) {
            trace.add("   the run ends: " + e.getMessage());
            systems().forEach(cloud -> {
                cloud.lostAnswers(runStarted);
                cloud.callsWithoutAnswer++;
            });
            shut();
            witness.checkInDoubt();
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
            deed.operation().fields().originalText(i).ifPresent(text -> texts.put(property, text));
        }
        return texts;
    }

    private void backUp() {
        shut();
        keeper.backUp();
        backedUp = clock.instant();
        trace.add(backedUp + " a backup is made");
    }

    /**
     * Restores the backup. The world waits longer than the index lag first, because the engine cannot find records
     * that the index does not show yet.
     */
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

    /** Opens the engine; creates a new one after a crash. */
    Talk open() {
        Talk open = talk;
        if (open != null) {
            return open;
        }
        Store kept = keeper.open();
        store = kept;
        TalkBuilder builder = Talk.builder()
                .store(meddling.store(Doors.store(kept, gate), clock))
                .clock(host)
                .random(random)
                .executor(this::inSomeOrder)
                .trust(clouds.keySet().toArray(String[]::new))
                .sink("tables", meddling.sink(Doors.sink(tables, gate)), Map.of());
        List<Cloud> connected = new ArrayList<>(systems());
        Collections.shuffle(connected, new Random(script.order()));
        for (Cloud cloud : script.order() == 0 ? systems() : connected) {
            CloudPlugin plugin = new CloudPlugin(cloud, gate, witness);
            builder.connect(cloud.name(), meddling.connector(plugin, clock), Map.of())
                    .policy(cloud.name(), EntityType.PERSON.name(), cloud.abilities.policy());
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

    void trace(String line) {
        trace.add(line);
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

    @Override
    public void close() {
        shut();
        keeper.close();
    }
}
