package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the in-doubt writes of a type have been waited for.
 *
 * <p>The host's clock may be wrong for a run. The time between two runs therefore counts at most as the longest wait,
 * and not at all when the clock went back; and a wait is over only when it is longer than one such jump. So one wrong
 * time ends no wait, and none lasts for ever: two runs at sufficient distance end each.
 */
final class InDoubtWaits {
    /** How long a call may still run in the system after the client gave up. */
    static final Duration STILL_AT_WORK = Duration.ofMinutes(2);

    private final StateKey<EngineState.Waits> key;
    private final Store store;
    private final Instant now;
    private final Duration longest;
    private final Map<String, Duration> waited = new HashMap<>();

    InDoubtWaits(SystemName system, TypeSpec spec, Optional<Lookup> lookup, RunContext run) {
        this.key = StateKey.waits(system, spec.type());
        this.store = run.state().store();
        this.now = run.started();
        this.longest = Stream.of(
                        Optional.of(spec.indexLag()),
                        lookup.flatMap(Lookup::byOperation).map(Lookup.ByOperation::lag),
                        lookup.flatMap(Lookup::byKey).map(Lookup.ByKey::lag))
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElseThrow()
                .plus(STILL_AT_WORK);
    }

    /** Adds the time since the last run. */
    void begin(Collection<Intent> open) {
        Optional<EngineState.Waits> known = store.state(key);
        for (Intent intent : open) {
            Duration before =
                    known.map(waits -> waits.waited().get(intent.operation())).orElse(null);
            Instant since = before == null
                    ? intent.since()
                    : known.map(EngineState.Waits::checked).orElseThrow();
            waited.put(intent.operation(), (before == null ? Duration.ZERO : before).plus(counted(since)));
        }
    }

    private Duration counted(Instant since) {
        Duration gap = Duration.between(since, now);
        return gap.isNegative() ? Duration.ZERO : gap.compareTo(longest) > 0 ? longest : gap;
    }

    /** Checks whether a system with an index lag would show the record of a write by now. */
    boolean isOver(Intent intent, Duration lag) {
        Duration enough = STILL_AT_WORK.plus(lag).plus(longest);
        return waited.getOrDefault(intent.operation(), Duration.ZERO).compareTo(enough) >= 0;
    }

    /** Stores the waits of the writes that are still in doubt. */
    void keep(Collection<Intent> open, Commit commit) {
        Map<String, Duration> left = new HashMap<>();
        open.forEach(intent -> left.put(intent.operation(), waited.getOrDefault(intent.operation(), Duration.ZERO)));
        if (left.isEmpty()) {
            commit.remove(key);
        } else {
            commit.put(key, new EngineState.Waits(now, left));
        }
    }
}
