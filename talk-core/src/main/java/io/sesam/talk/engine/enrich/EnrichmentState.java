package io.sesam.talk.engine.enrich;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
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

/** Where one golden record stands with one enricher: what can be asked, and what has been answered. */
public final class EnrichmentState {
    private final GoldenId golden;
    private final List<StoredRecord> members;
    private final SystemName enricher;

    /**
     * A standing.
     *
     * @param members all records of the golden record, live and gone, normalised
     */
    public EnrichmentState(GoldenId golden, List<StoredRecord> members, SystemName enricher) {
        this.golden = golden;
        this.members = members.stream()
                .sorted(Comparator.comparing(StoredRecord::record, SourceRecord.OLDEST_FIRST))
                .toList();
        this.enricher = enricher;
    }

    /** Which golden record. */
    public GoldenId golden() {
        return golden;
    }

    /** The live records of systems, the oldest first. */
    public List<StoredRecord> bearers() {
        return members.stream()
                .filter(member -> member.isLive() && !member.record().isFaint())
                .toList();
    }

    /** The answers that count now; more than one just after golden records became one. */
    public List<StoredRecord> answers() {
        return own(StoredRecord::isLive);
    }

    /** What is kept of answers that give no value. */
    public List<StoredRecord> notes() {
        return own(
                member -> !member.isLive() && AnswerEntry.read(member.version()).isPresent());
    }

    private List<StoredRecord> own(Predicate<StoredRecord> wanted) {
        return members.stream()
                .filter(member ->
                        member.record().isFaint() && member.ref().system().equals(enricher))
                .filter(wanted)
                .toList();
    }

    /** Whether there is anything to ask: somebody is there, and it is no crowd (R11). */
    public boolean isAskable() {
        List<StoredRecord> bearers = bearers();
        return !bearers.isEmpty() && bearers.stream().noneMatch(StoredRecord::parked);
    }

    /** What to ask, of what the systems say; empty when they say nothing that the enricher asks by. */
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

    /** Whether a question has been answered, and the answer is still good. */
    public boolean isSettled(String fingerprint, Instant now) {
        List<StoredRecord> answers = answers();
        if (answers.size() > 1) {
            return false;
        }
        List<StoredRecord> kept = answers.isEmpty() ? notes() : answers;
        return kept.stream()
                .flatMap(record -> AnswerEntry.read(record.version()).stream())
                .anyMatch(answerEntry -> answerEntry.answers(fingerprint, now));
    }

    /**
     * What a question is known again by; tells nothing of the values.
     *
     * @param edition of the enricher: from another one, everything is asked anew
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
