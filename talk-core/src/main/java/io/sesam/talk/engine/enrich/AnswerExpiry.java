package io.sesam.talk.engine.enrich;

import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Search for expired answers, limited per run. Reads nothing before the first one can have expired. */
final class AnswerExpiry {
    private static final int AT_ONCE = 500;
    private static final int VISITS = 5_000;
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final EngineState.ExpirySweep NOTHING_EXPIRES = new EngineState.ExpirySweep(NEVER, NEVER, null);

    private final Store store;
    private final SystemName enricher;
    private final EntityType type;
    private Instant due;
    private Instant least;
    private @Nullable String after;

    AnswerExpiry(Store store, SystemName enricher, EntityType type) {
        this.store = store;
        this.enricher = enricher;
        this.type = type;
        EngineState.ExpirySweep kept =
                store.state(StateKey.answerExpiry(enricher, type)).orElse(NOTHING_EXPIRES);
        this.due = kept.due();
        this.least = kept.least();
        this.after = kept.after();
    }

    /** Stores the expiry of an answer, in the answer's commit. */
    void add(AnswerEntry answerEntry, Commit commit) {
        if (answerEntry.until().isBefore(due) || answerEntry.until().isBefore(least)) {
            due = answerEntry.until().isBefore(due) ? answerEntry.until() : due;
            least = answerEntry.until().isBefore(least) ? answerEntry.until() : least;
            keep(commit);
        }
    }

    private void keep(Commit commit) {
        commit.put(StateKey.answerExpiry(enricher, type), new EngineState.ExpirySweep(due, least, after));
    }

    /** Continues the search. Passes each page of expired answers with the commit that processes it. */
    void sweep(Instant now, AnswerTtl life, StateWriter state, Expired expired) {
        boolean isFuture =
                due.isBefore(NEVER) && due.isAfter(now.plus(longest(life)).plus(AnswerEntry.CLOCKS_DIFFER));
        if (due.isAfter(now) && after == null && !isFuture) {
            return;
        }
        for (int visited = 0; visited < VISITS; visited += AT_ONCE) {
            boolean more = state.alone(() -> page(now, life, state, expired));
            if (!more) {
                return;
            }
        }
    }

    private static Duration longest(AnswerTtl life) {
        return Stream.of(life.match(), life.none(), life.ambiguous())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private boolean page(Instant now, AnswerTtl life, StateWriter state, Expired expired) {
        Commit commit = new Commit();
        List<StoredRecord> page = store.recordsAfter(enricher, type, after, AT_ONCE);
        for (StoredRecord record : page) {
            AnswerEntry.read(record.version()).ifPresent(answerEntry -> {
                if (answerEntry.isFresh(now, life)) {
                    least = answerEntry.until().isBefore(least) ? answerEntry.until() : least;
                } else if (!answerEntry.equals(answerEntry.stale())) {
                    expired.take(record, answerEntry, commit);
                }
            });
        }
        boolean more = page.size() == AT_ONCE;
        if (more) {
            after = page.get(page.size() - 1).ref().id();
        } else {
            due = least;
            least = NEVER;
            after = null;
        }
        keep(commit);
        state.commit(commit);
        return more;
    }

    /** A consumer of an expired answer. */
    @FunctionalInterface
    interface Expired {
        void take(StoredRecord record, AnswerEntry answerEntry, Commit commit);
    }
}
