package io.sesam.talk.sync;

import io.sesam.talk.enrich.Memo;
import io.sesam.talk.enrich.Standing;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.resolve.EnrichedRef;
import io.sesam.talk.resolve.Resolver;
import io.sesam.talk.spi.Answer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the answers of one call into records of the enricher's own, that are linked with what they are about (R31).
 *
 * <p>For one call, {@link Ledger#alone}. What follows for golden records is left to the resolver.
 */
final class Answers {
    private static final String KEPT_APART = "a person has said that it is not the same";

    private final Store store;
    private final Schema schema;
    private final RecordRef like;
    private final Instant now;
    private final Commit commit;
    private final List<StoredRecord> changed = new ArrayList<>();
    private final List<Link> added = new ArrayList<>();
    private final List<Link> removed = new ArrayList<>();
    private int withdrawn;

    /**
     * Answers to be taken.
     *
     * @param like a reference of the enricher and the type
     */
    Answers(Store store, Schema schema, RecordRef like, Instant now, Commit commit) {
        this.store = store;
        this.schema = schema;
        this.like = like;
        this.now = now;
        this.commit = commit;
    }

    List<StoredRecord> changed() {
        return changed;
    }

    List<Link> added() {
        return added;
    }

    List<Link> removed() {
        return removed.stream().filter(link -> !added.contains(link)).toList();
    }

    int withdrawn() {
        return withdrawn;
    }

    /** Takes an answer that was found out; gives back what of it counts. */
    Memo take(Standing standing, Answer answer, Memo memo) {
        if (!(answer instanceof Answer.Match match)) {
            return takeNone(standing, memo);
        }
        requireSchema(match.fields());
        RecordRef entry = new RecordRef(like.system(), like.type(), match.id());
        Optional<StoredRecord> known = standing.answers().stream()
                .filter(old -> EnrichedRef.entry(old.ref()).equals(entry))
                .findFirst();
        RecordRef ref = known.map(StoredRecord::ref).orElseGet(() -> EnrichedRef.of(entry, standing.golden()));
        if (isKeptApart(standing, entry)) {
            return takeNone(
                    standing,
                    new Memo(Memo.Kind.NONE, memo.question(), memo.until(), "", "", "", memo.time(), KEPT_APART));
        }
        standing.answers().stream().filter(old -> !old.ref().equals(ref)).forEach(this::withdraw);
        standing.notes().forEach(note -> commit.put(note.withVersion(null)));
        remember(standing, ref, match, memo, known);
        return memo;
    }

    private void remember(
            Standing standing, RecordRef ref, Answer.Match match, Memo memo, Optional<StoredRecord> known) {
        Fields said = withoutBlanks(match.fields());
        if (known.filter(old -> old.record().said().equals(said)).isPresent()) {
            commit.put(known.get().withVersion(memo.text()));
            return;
        }
        long time = SourceRecord.micros(match.time());
        SourceRecord record = SourceRecord.remembered(
                ref,
                said,
                time,
                SourceRecord.NEVER,
                known.map(old -> old.record().firstSeen()).orElse(SourceRecord.micros(now)),
                Stamps.faint(schema.size(), time));
        StoredRecord before = known.orElseGet(() -> store.records(Set.of(ref)).stream()
                .map(old -> old.inGolden(standing.golden()))
                .findFirst()
                .orElse(null));
        changed.add(Resolver.live(record, before, memo.text()));
        if (known.isEmpty()) {
            removed.addAll(bonds(ref));
            added.add(new Link(standing.bearers().get(0).ref(), ref, Link.Origin.ENRICHED));
        }
    }

    /** There is nothing to say, or nobody to say it of. */
    void withdrawAll(Standing standing) {
        standing.answers().forEach(this::withdraw);
    }

    private Memo takeNone(Standing standing, Memo memo) {
        withdrawAll(standing);
        RecordRef ref = EnrichedRef.none(like, standing.golden());
        standing.notes().stream()
                .filter(note -> !note.ref().equals(ref))
                .forEach(note -> commit.put(note.withVersion(null)));
        long time = SourceRecord.micros(now);
        SourceRecord nothing = SourceRecord.remembered(
                ref, Fields.unknown(schema), time, SourceRecord.NEVER, time, Stamps.faint(schema.size(), time));
        commit.put(new StoredRecord(
                nothing, StoredRecord.Status.GONE, standing.golden(), Set.of(), false, memo.text(), 0));
        return memo;
    }

    private void withdraw(StoredRecord old) {
        changed.add(Resolver.gone(old));
        removed.addAll(bonds(old.ref()));
        withdrawn++;
    }

    private List<Link> bonds(RecordRef answer) {
        return store.links(Set.of(answer)).stream()
                .filter(link -> link.origin() == Link.Origin.ENRICHED)
                .toList();
    }

    /** A person's word about any answer that names the entry, whatever the golden record was called then. */
    private boolean isKeptApart(Standing standing, RecordRef entry) {
        List<RecordRef> bearers =
                standing.bearers().stream().map(StoredRecord::ref).toList();
        return store.links(bearers).stream()
                .filter(Link::apart)
                .anyMatch(link -> EnrichedRef.entry(link.first()).equals(entry)
                        || EnrichedRef.entry(link.second()).equals(entry));
    }

    /** What is blank in a register is nothing that anybody said. */
    private static Fields withoutBlanks(Fields fields) {
        Fields.Builder filled = fields.toBuilder();
        for (int i = 0; i < fields.schema().size(); i++) {
            if (fields.slot(i) == Blank.BLANK) {
                filled.slot(i, null);
            }
        }
        return filled.build();
    }

    private void requireSchema(Fields fields) {
        if (!fields.schema().equals(schema)) {
            throw new TalkException(
                    ErrorCode.BUG,
                    like.system() + " answered with " + fields.schema() + ", but was lent " + schema
                            + "; this is a mistake in it");
        }
    }
}
