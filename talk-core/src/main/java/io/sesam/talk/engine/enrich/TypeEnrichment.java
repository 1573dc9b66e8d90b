package io.sesam.talk.engine.enrich;

import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.report.SyncReportData;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.PolicyFingerprint;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.Progress;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrichment of one type by one enricher (R31).
 *
 * <p>A golden record waits as a pending comparison with a system of the enricher's name; unanswered questions keep
 * waiting. Called by one thread while no other thread writes to the store.
 */
final class TypeEnrichment {
    private static final Logger LOG = LoggerFactory.getLogger(TypeEnrichment.class);

    private final EnricherConnection connection;
    private final TypePolicy policy;
    private final RunContext run;
    private final StateWriter state;
    private final Store store;
    private final Collection<SystemName> targets;
    private final EnrichmentStates enrichmentStates;
    private final AnswerExpiry answerExpiry;

    /** A question with its golden record. */
    private record Asked(
            PendingComparison task, EnrichmentState enrichmentState, Question question, String fingerprint) {}

    /**
     * Creates the enrichment of a type.
     *
     * @param targets the systems that changed golden records are compared with
     */
    TypeEnrichment(EnricherConnection connection, TypePolicy policy, RunContext run, Collection<SystemName> targets) {
        this.connection = connection;
        this.policy = policy;
        this.run = run;
        this.state = run.state();
        this.store = state.store();
        this.targets = targets;
        this.enrichmentStates = new EnrichmentStates(store, policy, connection);
        this.answerExpiry = new AnswerExpiry(store, connection.name(), policy.type());
    }

    /** Requests questions whose answers have expired. */
    void expire() {
        answerExpiry.sweep(state.now(), connection.answerTtl(), state, this::askAgain);
    }

    /** Requests questions whose register entries have changed. */
    void changed(Collection<String> entries) {
        List<MatchKey> keys = entries.stream()
                .map(id -> References.key(new RecordRef(connection.name(), type(), id)))
                .toList();
        state.alone(() -> {
            Commit commit = new Commit();
            store.withKeys(type(), keys, Integer.MAX_VALUE)
                    .forEach(record -> AnswerEntry.read(record.version())
                            .ifPresent(answerEntry -> askAgain(record, answerEntry, commit)));
            state.commit(commit);
        });
    }

    /** Requests all questions about topics, whatever their answers were. */
    void reopened(Collection<String> topics) {
        state.alone(() -> {
            Set<GoldenId> goldens = new LinkedHashSet<>();
            for (String topic : topics) {
                store.state(topicKey(topic)).ifPresent(asked -> goldens.addAll(asked.goldens()));
            }
            Commit commit = new Commit();
            for (EnrichmentState enrichmentState : enrichmentStates.of(goldens)) {
                Stream.concat(enrichmentState.answers().stream(), enrichmentState.notes().stream())
                        .forEach(record -> AnswerEntry.read(record.version())
                                .ifPresent(answerEntry -> askAgain(record, answerEntry, commit)));
            }
            state.commit(commit);
        });
    }

    /** Stores the topics of answered questions, so that news about them finds the golden records. */
    private void noteTopics(List<Asked> answered, Commit commit) {
        Map<StateKey<EngineState.AskedTopic>, Set<GoldenId>> asked = new HashMap<>();
        for (Asked one : answered) {
            for (String topic : connection.enricher().topics(one.question())) {
                asked.computeIfAbsent(topicKey(topic), key -> new HashSet<>())
                        .add(one.enrichmentState().golden());
            }
        }
        asked.forEach((key, goldens) -> {
            Set<GoldenId> known =
                    store.state(key).map(EngineState.AskedTopic::goldens).orElse(Set.of());
            if (!known.containsAll(goldens)) {
                goldens.addAll(known);
                commit.put(key, new EngineState.AskedTopic(goldens));
            }
        });
    }

    private StateKey<EngineState.AskedTopic> topicKey(String topic) {
        String digest = PolicyFingerprint.of("topic").add("text", topic).hex();
        return StateKey.askedTopic(connection.name(), type(), digest);
    }

    private void askAgain(StoredRecord record, AnswerEntry answerEntry, Commit commit) {
        GoldenId golden = record.golden();
        if (golden != null) {
            commit.put(record.withVersion(answerEntry.stale().text()));
            commit.add(new PendingComparison(connection.name(), type(), golden));
        }
    }

    /** Asks pending questions, up to the limit per run. */
    void ask() {
        RunContext.Meter meter = run.meter(Progress.Stage.ENRICHING, connection.name(), type().name());
        long budget = connection.enricher().perRun();
        int atOnce = Math.max(1, connection.enricher().atOnce());
        GoldenId after = null;
        List<PendingComparison> tasks = waiting(after, atOnce);
        while (!tasks.isEmpty() && budget > 0) {
            run.cancellation().check();
            List<Asked> batch = batch(tasks);
            List<Asked> now = batch.subList(0, (int) Math.min(batch.size(), budget));
            if (!now.isEmpty() && !ask(now)) {
                break;
            }
            budget -= now.size();
            meter.advance(tasks.size(), OptionalLong.empty());
            after = tasks.get(tasks.size() - 1).golden();
            tasks = waiting(after, atOnce);
        }
    }

    private List<PendingComparison> waiting(@Nullable GoldenId after, int limit) {
        return store.tasks(connection.name(), type(), after, limit);
    }

    /** Counts the pending questions. */
    long stillWaiting() {
        return store.tasks(connection.name(), type());
    }

    /** Selects comparisons with a question to ask. The others are done. */
    private List<Asked> batch(List<PendingComparison> tasks) {
        List<Asked> batch = new ArrayList<>();
        Commit commit = new Commit();
        AnswerRecorder nothing = answers(commit);
        Set<GoldenId> goldens =
                tasks.stream().map(PendingComparison::golden).collect(Collectors.toCollection(LinkedHashSet::new));
        for (EnrichmentState enrichmentState : enrichmentStates.of(goldens)) {
            PendingComparison task = new PendingComparison(connection.name(), type(), enrichmentState.golden());
            Optional<Question> question = enrichmentStates.question(enrichmentState);
            Optional<String> fingerprint = question.map(enrichmentStates::fingerprint);
            if (question.isEmpty()) {
                nothing.withdrawAll(enrichmentState);
                commit.done(task);
            } else if (enrichmentState.isSettled(fingerprint.orElseThrow(), state.now(), connection.answerTtl())) {
                commit.done(task);
            } else {
                batch.add(new Asked(task, enrichmentState, question.get(), fingerprint.orElseThrow()));
            }
        }
        remember(nothing, commit, new SyncReportData.EnrichedData(0, 0, 0, 0, 0, nothing.withdrawn(), 0));
        return batch;
    }

    /** Asks a batch. Returns {@code false} when no question could be asked, so that going on is useless. */
    private boolean ask(List<Asked> batch) {
        List<Answer> answers =
                connection.enricher().ask(batch.stream().map(Asked::question).toList());
        if (answers.size() != batch.size()) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "Enricher " + connection.name() + " returned " + answers.size() + " answers, expected "
                            + batch.size() + ". This is a bug in the enricher; please report it.");
        }
        Commit commit = new Commit();
        AnswerRecorder taking = answers(commit);
        Map<EnrichmentAnswer.Kind, Long> counts = new EnumMap<>(EnrichmentAnswer.Kind.class);
        List<Asked> answered = new ArrayList<>();
        int unanswered = 0;
        for (int i = 0; i < answers.size(); i++) {
            Asked asked = batch.get(i);
            Answer answer = answers.get(i);
            Optional<AnswerEntry> memo =
                    AnswerEntry.of(answer, asked.fingerprint(), connection.answerTtl(), state.now());
            if (memo.isPresent()) {
                AnswerEntry counted = taking.take(asked.enrichmentState(), answer, memo.get());
                answerExpiry.add(counted, commit);
                counts.merge(counted.kind(), 1L, Long::sum);
                commit.done(asked.task());
                answered.add(asked);
            } else {
                LOG.debug(
                        "Enricher {} could not answer: {}", connection.name(), ((Answer.CouldNotAsk) answer).reason());
                unanswered++;
            }
        }
        noteTopics(answered, commit);
        remember(
                taking,
                commit,
                new SyncReportData.EnrichedData(
                        answers.size(),
                        counts.getOrDefault(EnrichmentAnswer.Kind.MATCH, 0L),
                        counts.getOrDefault(EnrichmentAnswer.Kind.NONE, 0L),
                        counts.getOrDefault(EnrichmentAnswer.Kind.AMBIGUOUS, 0L),
                        unanswered,
                        taking.withdrawn(),
                        0));
        if (unanswered == answers.size()) {
            String reason = ((Answer.CouldNotAsk) answers.get(0)).reason();
            run.stats().pause(connection.name(), reason);
            LOG.warn("{} is paused: {}", connection.name(), reason);
        }
        return unanswered < answers.size();
    }

    private AnswerRecorder answers(Commit commit) {
        RecordRef like = new RecordRef(connection.name(), type(), "?");
        return new AnswerRecorder(store, policy.schema(), like, state.now(), commit);
    }

    private void remember(AnswerRecorder taken, Commit commit, SyncReportData.EnrichedData counts) {
        state.alone(() -> {
            state.remember(type(), taken.changed(), taken.added(), taken.removed(), targets, commit);
        });
        run.stats().enriched(connection.name(), counts);
    }

    /** Requests questions about golden records that changed since their last question. */
    void examine(Set<GoldenId> goldens, Commit commit) {
        for (EnrichmentState enrichmentState : enrichmentStates.of(goldens)) {
            Optional<String> fingerprint =
                    enrichmentStates.question(enrichmentState).map(enrichmentStates::fingerprint);
            boolean settled = fingerprint.isEmpty()
                    ? enrichmentState.answers().isEmpty()
                    : enrichmentState.isSettled(fingerprint.get(), state.now(), connection.answerTtl());
            if (!settled) {
                commit.add(new PendingComparison(connection.name(), type(), enrichmentState.golden()));
            }
        }
    }

    EntityType type() {
        return policy.type();
    }
}
