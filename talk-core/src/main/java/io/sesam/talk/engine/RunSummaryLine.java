package io.sesam.talk.engine;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.event.RunData;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.result.SyncReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log of the start and the end of a run. */
final class RunSummaryLine {
    private static final Logger LOG = LoggerFactory.getLogger(RunSummaryLine.class);

    private final EngineConfig config;
    private final RunData run;

    RunSummaryLine(EngineConfig config, RunData run) {
        this.config = config;
        this.run = run;
    }

    void started() {
        config.announcer().goldenChanged();
        config.announcer().publish(listener -> listener.runStarted(run));
    }

    void ended(Optional<SyncReport> report) {
        tell(run.ended(config.clock().instant(), report, Optional.empty()));
    }

    void failed(RuntimeException failure) {
        ErrorCode code = failure instanceof TalkException known ? known.code() : ErrorCode.BUG;
        tell(run.ended(config.clock().instant(), Optional.empty(), Optional.of(code)));
    }

    private void tell(RunResult result) {
        LOG.info(
                "{} {} {} after {} s{}",
                result.kind().name().toLowerCase(Locale.ROOT),
                result.run(),
                result.outcome(),
                result.duration().toMillis() / 1000.0,
                result.report().map(RunSummaryLine::numbers).orElse(""));
        config.announcer().publish(listener -> listener.runFinished(result));
    }

    private static String numbers(SyncReport report) {
        long refused = report.written().values().stream()
                .flatMap(types -> types.values().stream())
                .mapToLong(written -> written.refused() + written.failed())
                .sum();
        return ": read "
                + report.read().values().stream().mapToLong(RunSummaryLine::sum).sum() + ", wrote " + report.writes()
                + ", refused " + refused + ", golden changes " + report.goldenChanges() + ", parked " + report.parked()
                + ", in doubt " + report.inDoubt() + ", held "
                + report.heldPlans().size() + ", paused "
                + report.paused().keySet();
    }

    private static long sum(Map<EntityType, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
