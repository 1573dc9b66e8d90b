package io.sesam.talk.engine.enrich;

import io.sesam.talk.engine.resolve.EnrichedRef;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Conversion of answers into source records of the enricher. Links join them to the records they concern (R31).
 *
 * <p>For one call, within {@link StateWriter#alone}. Consequences for golden records are left to the resolver.
 */
final class AnswerRecorder {
    private static final String KEPT_APART = "a person has separated this entry from the record";

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
     * Creates the recorder of one call.
     *
     * @param like a reference with the enricher's name and the type
     */
    AnswerRecorder(Store store, Schema schema, RecordRef like, Instant now, Commit commit) {
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

    /** Records an answer; returns the part of it that counts. */
    AnswerEntry take(EnrichmentState enrichmentState, Answer answer, AnswerEntry answerEntry) {
        if (!(answer instanceof Answer.Match match)) {
            return takeNone(enrichmentState, answerEntry);
        }
        requireSchema(match.fields());
        RecordRef entry = new RecordRef(like.system(), like.type(), match.id());
        Optional<StoredRecord> known = enrichmentState.answers().stream()
                .filter(old -> EnrichedRef.entry(old.ref()).equals(entry))
                .findFirst();
        RecordRef ref = known.map(StoredRecord::ref).orElseGet(() -> EnrichedRef.of(entry, enrichmentState.golden()));
        if (isKeptApart(enrichmentState, entry)) {
            return takeNone(
                    enrichmentState,
                    new AnswerEntry(
                            EnrichmentAnswer.Kind.NONE,
                            answerEntry.question(),
                            answerEntry.until(),
                            "",
                            "",
                            "",
                            answerEntry.time(),
                            KEPT_APART));
        }
        enrichmentState.answers().stream().filter(old -> !old.ref().equals(ref)).forEach(this::withdraw);
        enrichmentState.notes().forEach(note -> commit.put(note.withVersion(null)));
        remember(enrichmentState, ref, match, answerEntry, known);
        return answerEntry;
    }

    private void remember(
            EnrichmentState enrichmentState,
            RecordRef ref,
            Answer.Match match,
            AnswerEntry answerEntry,
            Optional<StoredRecord> known) {
        Fields rawFields = withoutBlanks(match.fields());
        if (known.filter(old -> old.record().rawValues().equals(rawFields)).isPresent()) {
            commit.put(known.get().withVersion(answerEntry.text()));
            return;
        }
        long time = SourceRecord.micros(match.time());
        SourceRecord record = SourceRecord.remembered(
                ref,
                rawFields,
                time,
                SourceRecord.NEVER,
                known.map(old -> old.record().firstSeen()).orElse(SourceRecord.micros(now)),
                Stamps.enriched(schema.size(), time));
        StoredRecord before = known.orElseGet(() -> store.records(Set.of(ref)).stream()
                .map(old -> old.inGolden(enrichmentState.golden()))
                .findFirst()
                .orElse(null));
        changed.add(Resolver.live(record, before, answerEntry.text()));
        if (known.isEmpty()) {
            removed.addAll(bonds(ref));
            added.add(new Link(enrichmentState.bearers().get(0).ref(), ref, Link.Origin.ENRICHED));
        }
    }

    /** Withdraws all answers of a golden record that has no question or no source record. */
    void withdrawAll(EnrichmentState enrichmentState) {
        enrichmentState.answers().forEach(this::withdraw);
    }

    private AnswerEntry takeNone(EnrichmentState enrichmentState, AnswerEntry answerEntry) {
        withdrawAll(enrichmentState);
        RecordRef ref = EnrichedRef.none(like, enrichmentState.golden());
        enrichmentState.notes().stream()
                .filter(note -> !note.ref().equals(ref))
                .forEach(note -> commit.put(note.withVersion(null)));
        long time = SourceRecord.micros(now);
        SourceRecord nothing = SourceRecord.remembered(
                ref, Fields.unknown(schema), time, SourceRecord.NEVER, time, Stamps.enriched(schema.size(), time));
        commit.put(new StoredRecord(
                nothing, StoredRecord.Status.GONE, enrichmentState.golden(), Set.of(), false, answerEntry.text(), 0));
        return answerEntry;
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

    /** Checks whether a person separated the entry, under any earlier golden record, too. */
    private boolean isKeptApart(EnrichmentState enrichmentState, RecordRef entry) {
        List<RecordRef> bearers =
                enrichmentState.bearers().stream().map(StoredRecord::ref).toList();
        return store.links(bearers).stream()
                .filter(Link::apart)
                .anyMatch(link -> EnrichedRef.entry(link.first()).equals(entry)
                        || EnrichedRef.entry(link.second()).equals(entry));
    }

    /** Removes blanks: an empty entry in a register is no statement. */
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
                    "Enricher " + like.system() + " returned schema " + fields.schema() + ", expected " + schema
                            + ". This is a bug in the enricher; please report it.");
        }
    }
}
