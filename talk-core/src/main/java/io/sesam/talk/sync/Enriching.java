package io.sesam.talk.sync;

import io.sesam.talk.enrich.Memo;
import io.sesam.talk.enrich.Standing;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.References;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Answer;
import io.sesam.talk.spi.Question;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one enricher about golden records of one type that wait for it, and takes its answers (R31).
 *
 * <p>A golden record waits as a task for a system of the enricher's name; what could not be asked goes on waiting. Called by
 * one thread, while nobody else changes what is remembered.
 */
final class Enriching {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EnricherConnection connection;
    private final TypePolicy policy;
    private final Run run;
    private final Ledger ledger;
    private final Store store;
    private final Collection<SystemName> targets;
    private final Standings standings;
    private final Expiries expiries;

    /** One question, and what it is about. */
    private record Asked(Task task, Standing standing, Question question, String fingerprint) {}

    /**
     * An enriching.
     *
     * @param targets the systems that changed golden records are to be compared with
     */
    Enriching(EnricherConnection connection, TypePolicy policy, Run run, Collection<SystemName> targets) {
        this.connection = connection;
        this.policy = policy;
        this.run = run;
        this.ledger = run.ledger();
        this.store = ledger.store();
        this.targets = targets;
        this.standings = new Standings(store, policy, connection);
        this.expiries = new Expiries(store, connection.name(), policy.type());
    }

    /** Lets those wait whose answers are no longer good. */
    void expire() {
        expiries.sweep(ledger.now(), ledger, this::askAgain);
    }

    /** Lets those wait whose entries have changed. */
    void changed(Collection<String> entries) {
        List<StoredRecord.Key> keys = entries.stream()
                .map(id -> References.key(new RecordRef(connection.name(), type(), id)))
                .toList();
        ledger.alone(() -> {
            Commit commit = new Commit();
            store.withKeys(type(), keys, Integer.MAX_VALUE)
                    .forEach(record -> Memo.read(record.version()).ifPresent(memo -> askAgain(record, memo, commit)));
            ledger.commit(commit);
        });
    }

    private void askAgain(StoredRecord record, Memo memo, Commit commit) {
        GoldenId golden = record.golden();
        if (golden != null) {
            commit.put(record.withVersion(memo.stale().text()));
            commit.add(new Task(connection.name(), type(), golden));
        }
    }

    /** Asks about those that wait, as many as may be asked in a run. */
    void ask() {
        Run.Meter meter = run.meter(Progress.Stage.ENRICHING, connection.name(), type().name());
        long budget = connection.enricher().perRun();
        int atOnce = Math.max(1, connection.enricher().atOnce());
        GoldenId after = null;
        List<Task> tasks = waiting(after, atOnce);
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

    private List<Task> waiting(@Nullable GoldenId after, int limit) {
        return store.tasks(connection.name(), type(), after, limit);
    }

    /** How many golden records are still to be asked about. */
    long stillWaiting() {
        return store.tasks(connection.name(), type());
    }

    /** What of the tasks is really to be asked; the others are done. */
    private List<Asked> batch(List<Task> tasks) {
        List<Asked> batch = new ArrayList<>();
        Commit commit = new Commit();
        Answers nothing = answers(commit);
        Set<GoldenId> goldens = tasks.stream().map(Task::golden).collect(Collectors.toCollection(LinkedHashSet::new));
        for (Standing standing : standings.of(goldens)) {
            Task task = new Task(connection.name(), type(), standing.golden());
            Optional<Question> question = standings.question(standing);
            Optional<String> fingerprint = question.map(standings::fingerprint);
            if (question.isEmpty()) {
                nothing.withdrawAll(standing);
                commit.done(task);
            } else if (standing.isSettled(fingerprint.orElseThrow(), ledger.now())) {
                commit.done(task);
            } else {
                batch.add(new Asked(task, standing, question.get(), fingerprint.orElseThrow()));
            }
        }
        remember(nothing, commit, new Report.Enriched(0, 0, 0, 0, 0, nothing.withdrawn(), 0));
        return batch;
    }

    /** Whether it is worth going on: not when none of them could be asked. */
    private boolean ask(List<Asked> batch) {
        List<Answer> answers =
                connection.enricher().ask(batch.stream().map(Asked::question).toList());
        if (answers.size() != batch.size()) {
            throw new TalkException(
                    ErrorCode.BUG,
                    connection.name() + " gave " + answers.size() + " answers to " + batch.size()
                            + " questions; this is a mistake in it");
        }
        Commit commit = new Commit();
        Answers taking = answers(commit);
        Map<Memo.Kind, Long> counts = new EnumMap<>(Memo.Kind.class);
        int unanswered = 0;
        for (int i = 0; i < answers.size(); i++) {
            Asked asked = batch.get(i);
            Answer answer = answers.get(i);
            Optional<Memo> memo = Memo.of(answer, asked.fingerprint(), connection.shelfLife(), ledger.now());
            if (memo.isPresent()) {
                Memo counted = taking.take(asked.standing(), answer, memo.get());
                expiries.add(counted, commit);
                counts.merge(counted.kind(), 1L, Long::sum);
                commit.done(asked.task());
            } else {
                LOG.debug("{} could not be asked: {}", connection.name(), ((Answer.CouldNotAsk) answer).reason());
                unanswered++;
            }
        }
        remember(
                taking,
                commit,
                new Report.Enriched(
                        answers.size(),
                        counts.getOrDefault(Memo.Kind.MATCH, 0L),
                        counts.getOrDefault(Memo.Kind.NONE, 0L),
                        counts.getOrDefault(Memo.Kind.AMBIGUOUS, 0L),
                        unanswered,
                        taking.withdrawn(),
                        0));
        if (unanswered == answers.size()) {
            String reason = ((Answer.CouldNotAsk) answers.get(0)).reason();
            run.tally().pause(connection.name(), reason);
            LOG.warn("{} is paused: {}", connection.name(), reason);
        }
        return unanswered < answers.size();
    }

    private Answers answers(Commit commit) {
        RecordRef like = new RecordRef(connection.name(), type(), "?");
        return new Answers(store, policy.schema(), like, ledger.now(), commit);
    }

    private void remember(Answers taken, Commit commit, Report.Enriched counts) {
        ledger.alone(() -> {
            ledger.remember(type(), taken.changed(), taken.added(), taken.removed(), targets, commit);
        });
        run.tally().enriched(connection.name(), counts);
    }

    /** Lets those of some golden records wait that the enricher has not been asked about as they are now. */
    void examine(Set<GoldenId> goldens, Commit commit) {
        for (Standing standing : standings.of(goldens)) {
            Optional<String> fingerprint = standings.question(standing).map(standings::fingerprint);
            boolean settled = fingerprint.isEmpty()
                    ? standing.answers().isEmpty()
                    : standing.isSettled(fingerprint.get(), ledger.now());
            if (!settled) {
                commit.add(new Task(connection.name(), type(), standing.golden()));
            }
        }
    }

    EntityType type() {
        return policy.type();
    }
}
