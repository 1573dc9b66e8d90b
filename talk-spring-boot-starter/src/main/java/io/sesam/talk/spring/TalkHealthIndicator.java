package io.sesam.talk.spring;

import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a {@code Talk}, from its store alone: no system is asked, and a sync does not hold it up.
 *
 * <p>{@code DEGRADED} means that something needs a person, with the reasons as details; the application itself works, so its
 * instances stay in service. A node on standby is up. {@code DOWN} means that the store cannot be read. No detail is a value of a person.
 */
final class TalkHealthIndicator extends AbstractHealthIndicator {
    static final String DEGRADED = "DEGRADED";

    /** How a last run may end without a need for anybody; what is incomplete has reasons of its own. */
    private static final Set<String> ORDINARY = Set.of("CLEAN", "INCOMPLETE", ErrorCode.CANCELLED.name());

    private final Talk talk;

    TalkHealthIndicator(Talk talk) {
        super("the state of Talk cannot be read");
        this.talk = talk;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Status status;
        try {
            status = talk.status();
        } catch (TalkException e) {
            if (e.code() != ErrorCode.STORE_IN_USE) {
                throw e;
            }
            health.up().withDetail("standby", true);
            return;
        }
        Map<String, Object> reasons = reasons(status);
        health.up();
        if (!reasons.isEmpty()) {
            health.status(DEGRADED);
        }
        health.withDetails(reasons).withDetail("running", status.isRunning()).withDetail("standby", status.isStandby());
        status.lastRun().ifPresent(run -> health.withDetail("lastSync", run.ended()));
    }

    private static Map<String, Object> reasons(Status status) {
        Map<String, Object> reasons = new LinkedHashMap<>();
        Map<String, String> paused = new LinkedHashMap<>();
        status.paused().forEach((system, pause) -> paused.put(system.value(), pause.reason()));
        if (!paused.isEmpty()) {
            reasons.put("paused", paused);
        }
        count("parked", status.parked(), reasons);
        count("inDoubt", status.inDoubt(), reasons);
        count(
                "held",
                status.heldPlans().stream().filter(plan -> !plan.approved()).count(),
                reasons);
        count(
                "erasures",
                status.erasures().stream()
                        .filter(erasure -> erasure.state().isOpen())
                        .count(),
                reasons);
        status.lastRun()
                .map(Status.LastRun::outcome)
                .filter(outcome -> !ORDINARY.contains(outcome))
                .ifPresent(outcome -> reasons.put("failed", outcome));
        return reasons;
    }

    private static void count(String reason, long number, Map<String, Object> reasons) {
        if (number > 0) {
            reasons.put(reason, number);
        }
    }
}
