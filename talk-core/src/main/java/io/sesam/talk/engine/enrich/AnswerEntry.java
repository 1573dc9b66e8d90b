package io.sesam.talk.engine.enrich;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.EnrichmentAnswer.Kind;
import io.sesam.talk.spi.enricher.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored details of an enricher's answer. "Could not ask" is no answer and is never stored.
 *
 * @param kind the kind of answer
 * @param question the fingerprint of the question; another question is asked again
 * @param until when the same question is asked again
 * @param entry the register's own id; empty without a match
 * @param source the owner of the data
 * @param licence the licence of the data
 * @param time the time of the data
 * @param remarks facts for a person; for an ambiguous answer, the candidates
 */
public record AnswerEntry(
        Kind kind,
        String question,
        Instant until,
        String entry,
        String source,
        String licence,
        Instant time,
        String remarks) {
    /** How much the clocks of two hosts that share a store may differ. */
    static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private static final String SEPARATOR = "\t";

    /** Creates the details of a new answer. Empty for "could not ask". */
    public static Optional<AnswerEntry> of(Answer answer, String question, AnswerTtl life, Instant now) {
        return answer.fold(
                match -> Optional.of(new AnswerEntry(
                        Kind.MATCH,
                        question,
                        now.plus(life.match()),
                        match.id(),
                        match.source(),
                        match.licence(),
                        match.time(),
                        joined(match.remarks()))),
                none -> Optional.of(without(Kind.NONE, question, life.none(), now, joined(none.remarks()))),
                ambiguous -> Optional.of(without(
                        Kind.AMBIGUOUS,
                        question,
                        life.ambiguous(),
                        now,
                        ambiguous.count() + " entries match: " + String.join(", ", ambiguous.candidates()))),
                couldNotAsk -> Optional.empty());
    }

    private static AnswerEntry without(Kind kind, String question, Duration ttl, Instant now, String remarks) {
        return new AnswerEntry(kind, question, now.plus(ttl), "", "", "", now, remarks);
    }

    private static String joined(List<String> remarks) {
        return String.join("; ", remarks);
    }

    /** Parses the output of {@link #text()}; empty for anything else. */
    public static Optional<AnswerEntry> read(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(SEPARATOR, -1);
        if (parts.length != 8) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AnswerEntry(
                    Kind.valueOf(parts[0]),
                    parts[1],
                    Instant.parse(parts[2]),
                    parts[3],
                    parts[4],
                    parts[5],
                    Instant.parse(parts[6]),
                    parts[7]));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns the stored text, which is readable for people. */
    public String text() {
        return String.join(
                SEPARATOR,
                kind.name(),
                question,
                until.toString(),
                clean(entry),
                clean(source),
                clean(licence),
                time.toString(),
                clean(remarks));
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** Checks whether it answers a question and is still valid. */
    public boolean answers(String fingerprint, Instant now, AnswerTtl life) {
        return question.equals(fingerprint) && isFresh(now, life);
    }

    /**
     * Checks whether it is still valid. An answer that is valid for much longer than a new one would be was given while
     * the host's clock was ahead.
     */
    public boolean isFresh(Instant now, AnswerTtl life) {
        return until.isAfter(now) && !until.isAfter(now.plus(lifeOf(kind, life)).plus(CLOCKS_DIFFER));
    }

    private static Duration lifeOf(Kind kind, AnswerTtl life) {
        return switch (kind) {
            case MATCH -> life.match();
            case NONE -> life.none();
            case AMBIGUOUS -> life.ambiguous();
        };
    }

    /** Returns this entry as expired. */
    public AnswerEntry stale() {
        return new AnswerEntry(kind, question, Instant.EPOCH, entry, source, licence, time, remarks);
    }

    /** Converts to the answer that a host sees. */
    public EnrichmentAnswer about(SystemName enricher, EntityType type, GoldenId golden) {
        return new EnrichmentAnswerData(enricher, type, golden, kind, entry, source, licence, time, remarks, until);
    }
}
