package io.sesam.talk.engine.run;

import io.sesam.talk.engine.event.Announcer;
import io.sesam.talk.engine.report.HeldPlanData;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Derives events from the commits of a run, to be delivered after them.
 *
 * <p>Asks the store only while there is a listener, and only about what a commit parks, frees or holds. For one thread at a time.
 */
final class CommitEvents {
    private final Store store;
    private final Announcer announcer;
    private @Nullable Map<String, Intent> inDoubt;

    CommitEvents(Store store, Announcer announcer) {
        this.store = store;
        this.announcer = announcer;
    }

    /** Returns the events of a commit, to be published when it is done; called before it. */
    List<Consumer<TalkListener>> of(Commit commit) {
        List<Consumer<TalkListener>> events = new ArrayList<>();
        if (announcer.hasListeners()) {
            inDoubt(commit, events);
            parked(commit, events);
            held(commit, events);
            for (GoldenId golden : commit.goldensForgotten()) {
                events.add(listener -> listener.erased(golden));
            }
        }
        return events;
    }

    /** Tells events. */
    void publish(List<Consumer<TalkListener>> events) {
        announcer.publish(events);
    }

    private void inDoubt(Commit commit, List<Consumer<TalkListener>> events) {
        Map<String, Intent> known = known();
        for (Intent intent : commit.intents()) {
            if (intent.isInsert() && intent.unknown() && known.put(intent.operation(), intent) == null) {
                events.add(listener -> listener.inDoubt(intent));
            }
        }
        for (String operation : commit.intentsClosed()) {
            Intent settled = known.remove(operation);
            if (settled != null) {
                events.add(listener -> listener.settled(settled));
            }
        }
    }

    private Map<String, Intent> known() {
        Map<String, Intent> known = inDoubt;
        if (known == null) {
            known = new HashMap<>();
            for (Intent intent : store.intents()) {
                if (intent.isInsert() && intent.unknown()) {
                    known.put(intent.operation(), intent);
                }
            }
            inDoubt = known;
        }
        return known;
    }

    private void parked(Commit commit, List<Consumer<TalkListener>> events) {
        Set<Parked.Key> keys = new HashSet<>(commit.unparked());
        commit.parked().forEach(parked -> keys.add(parked.key()));
        Set<Parked.Key> before = before(keys);
        for (Parked.Key key : commit.unparked()) {
            if (before.contains(key)) {
                events.add(listener -> listener.unparked(key));
            }
        }
        for (Parked parked : commit.parked()) {
            if (!before.contains(parked.key())) {
                events.add(listener -> listener.parked(parked));
            }
        }
    }

    private Set<Parked.Key> before(Set<Parked.Key> keys) {
        Map<SystemName, Map<EntityType, Set<GoldenId>>> places = new HashMap<>();
        keys.forEach(key -> places.computeIfAbsent(key.system(), system -> new HashMap<>())
                .computeIfAbsent(key.type(), type -> new HashSet<>())
                .add(key.golden()));
        Set<Parked.Key> before = new HashSet<>();
        places.forEach((system, types) -> types.forEach(
                (type, goldens) -> store.parked(system, type, goldens).forEach(parked -> before.add(parked.key()))));
        return before;
    }

    private void held(Commit commit, List<Consumer<TalkListener>> events) {
        commit.states().forEach((key, value) -> {
            if (value instanceof EngineState.PlanHold hold && !hold.approved()) {
                SystemName system = new SystemName(key.system());
                EntityType type = new EntityType(key.type());
                Optional<EngineState.PlanHold> before = store.state(StateKey.heldPlan(system, type));
                if (before.isEmpty() || before.get().approved()) {
                    HeldPlan plan =
                            new HeldPlanData(system, type, hold.changes(), hold.removals(), hold.since(), false);
                    events.add(listener -> listener.planHeld(plan));
                }
            }
        });
    }
}
