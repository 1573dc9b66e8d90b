package io.sesam.talk.engine.enrich;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The state of one golden record with one enricher. */
public final class EnrichmentState {
    private final GoldenId golden;
    private final List<StoredRecord> members;
    private final SystemName enricher;

    /**
     * Creates the state from the members.
     *
     * @param members all records of the golden record, live and deleted, normalised
     */
    public EnrichmentState(GoldenId golden, List<StoredRecord> members, SystemName enricher) {
        this.golden = golden;
        this.members = members.stream()
                .sorted(Comparator.comparing(StoredRecord::record, SourceRecord.OLDEST_FIRST))
                .toList();
        this.enricher = enricher;
    }

    /** Returns the golden record's id. */
    public GoldenId golden() {
        return golden;
    }

    /** Returns the systems' live records, oldest first. */
    public List<StoredRecord> bearers() {
        return members.stream()
                .filter(member -> member.isLive() && !member.record().isEnrichment())
                .toList();
    }

    /** Returns the valid answers; several just after golden records joined. */
    public List<StoredRecord> answers() {
        return own(StoredRecord::isLive);
    }

    /** Returns stored answers that give no value. */
    public List<StoredRecord> notes() {
        return own(
                member -> !member.isLive() && AnswerEntry.read(member.version()).isPresent());
    }

    private List<StoredRecord> own(Predicate<StoredRecord> wanted) {
        return members.stream()
                .filter(member ->
                        member.record().isEnrichment() && member.ref().system().equals(enricher))
                .filter(wanted)
                .toList();
    }

    /** Checks whether there is anything to ask: a live record, and no oversized cluster (R11). */
    public boolean isAskable() {
        List<StoredRecord> bearers = bearers();
        return !bearers.isEmpty() && bearers.stream().noneMatch(StoredRecord::parked);
    }

    /** Builds the question from the systems' values. Empty without any property the enricher asks by. */
    public Optional<Question> question(Survivorship survivorship, Set<String> asksBy) {
        if (!isAskable()) {
            return Optional.empty();
        }
        SourceRecord[] records = bearers().stream().map(StoredRecord::record).toArray(SourceRecord[]::new);
        Fields values = survivorship.merge(golden, records).values();
        Fields.Builder known = Fields.builder(values.schema());
        boolean any = false;
        for (int i = 0; i < values.schema().size(); i++) {
            if (values.isKnown(i) && asksBy.contains(values.schema().property(i).name())) {
                known.slot(i, values.slot(i));
                any = true;
            }
        }
        return any ? Optional.of(new Question(known.build())) : Optional.empty();
    }

    /** Checks whether a question has a valid answer. */
    public boolean isSettled(String fingerprint, Instant now, AnswerTtl life) {
        List<StoredRecord> answers = answers();
        if (answers.size() > 1) {
            return false;
        }
        List<StoredRecord> kept = answers.isEmpty() ? notes() : answers;
        return kept.stream()
                .flatMap(record -> AnswerEntry.read(record.version()).stream())
                .anyMatch(answerEntry -> answerEntry.answers(fingerprint, now, life));
    }

    /**
     * Computes the fingerprint of a question; it reveals no values.
     *
     * @param edition of the enricher: another edition makes everything be asked again
     */
    public static String fingerprint(Question question, String edition) {
        StringBuilder text = new StringBuilder(edition);
        Fields known = question.known();
        for (int i = 0; i < known.schema().size(); i++) {
            String name = known.schema().property(i).name();
            question.text(name)
                    .ifPresent(value ->
                            text.append('\u001f').append(name).append('=').append(value));
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
