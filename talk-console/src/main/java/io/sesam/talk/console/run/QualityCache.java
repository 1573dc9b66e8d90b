package io.sesam.talk.console.run;

import io.sesam.talk.Talk;
import io.sesam.talk.query.QualityReport;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quality reports: measured beside the requests, and kept until they are measured again. */
public final class QualityCache {
    private static final Logger LOG = LoggerFactory.getLogger(QualityCache.class);

    private final Talk talk;
    private final Executor executor;
    private final Clock clock;
    private final Map<String, Measured> reports = new HashMap<>();
    private final Set<String> measuring = new HashSet<>();

    /** A report and the time at which it was ready. */
    public record Measured(QualityReport report, Instant time) {}

    public QualityCache(Talk talk, Executor executor, Clock clock) {
        this.talk = talk;
        this.executor = executor;
        this.clock = clock;
    }

    /** The last report of a type; empty before the first. */
    public synchronized Optional<Measured> report(String type) {
        return Optional.ofNullable(reports.get(type));
    }

    /** Whether a type is being measured. */
    public synchronized boolean isMeasuring(String type) {
        return measuring.contains(type);
    }

    /** Begins to measure a type, unless that is under way. */
    public void measure(String type) {
        synchronized (this) {
            if (!measuring.add(type)) {
                return;
            }
        }
        try {
            executor.execute(() -> run(type));
        } catch (RejectedExecutionException e) {
            done(type);
        }
    }

    private void run(String type) {
        try {
            QualityReport report = talk.records().quality(type);
            synchronized (this) {
                reports.put(type, new Measured(report, clock.instant()));
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "the quality of type {} could not be measured: {}",
                    type,
                    e.getClass().getSimpleName());
        } finally {
            done(type);
        }
    }

    private synchronized void done(String type) {
        measuring.remove(type);
    }
}
