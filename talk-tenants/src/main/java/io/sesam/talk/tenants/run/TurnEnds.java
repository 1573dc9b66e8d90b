package io.sesam.talk.tenants.run;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.tenants.table.HintTable.StoredHint;
import io.sesam.talk.tenants.table.TenantRow;
import io.sesam.talk.tenants.table.TurnEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the end of a run means for the tenant's next turn. Pure functions. */
final class TurnEnds {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int QUICK_WAITS = 30;
    private static final int FEW_WAITS = 5;

    /** The zero character and halves of surrogate pairs. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private TurnEnds() {}

    /** A run that ended. With fewer than two systems that work, there is nothing to sync: the tenant backs off. */
    static TurnEnd ended(TenantRow tenant, int tables, int systems, SyncReport report, List<StoredHint> hints) {
        Map<SystemName, String> paused = report.paused();
        List<Long> done = hints.stream()
                .filter(hint -> paused.keySet().stream()
                        .noneMatch(system -> system.value().equals(hint.system())))
                .map(StoredHint::number)
                .toList();
        if (paused.isEmpty()) {
            return new TurnEnd("DONE", null, 0, 0, 0, true, tables, null, done);
        }
        String reason =
                paused.values().stream().map(TurnEnds::shortened).distinct().collect(Collectors.joining("; "));
        boolean isIdle = systems - paused.size() < 2;
        int failures = isIdle ? tenant.failures() + 1 : 0;
        return new TurnEnd(
                "PAUSED_SYSTEMS", reason, failures, 0, 0, true, tables, isIdle ? pause(failures) : null, done);
    }

    /** A run that stopped at the end of its slice, or because the worker ends. */
    static TurnEnd yielded(TenantRow tenant, int tables, boolean slice) {
        return new TurnEnd(
                "YIELDED",
                null,
                0,
                slice ? tenant.slices() + 1 : tenant.slices(),
                0,
                false,
                tables,
                Duration.ZERO,
                List.of());
    }

    /** A run that did not begin, or failed as a whole. */
    static TurnEnd failed(TenantRow tenant, int tables, TalkException failure) {
        String reason = shortened(failure.code() + ": " + failure.getMessage());
        return switch (failure.code()) {
            case STORE_IN_USE -> {
                int waits = tenant.waits() + 1;
                Duration pause = waits < QUICK_WAITS ? Duration.ofSeconds(1) : Duration.ofSeconds(15);
                yield new TurnEnd(
                        "WAITING", reason, tenant.failures(), tenant.slices(), waits, false, 0, pause, List.of());
            }
            case STORE_FAILED ->
                // mostly the database, which restarts: nobody's tenant is broken by that
                tenant.waits() < FEW_WAITS
                        ? new TurnEnd(
                                "WAITING",
                                reason,
                                tenant.failures(),
                                tenant.slices(),
                                tenant.waits() + 1,
                                false,
                                0,
                                Duration.ofSeconds(2),
                                List.of())
                        : backsOff(tenant, tables, reason);
            case STORE_NEWER ->
                new TurnEnd(
                        "WAITING",
                        reason,
                        tenant.failures(),
                        tenant.slices(),
                        tenant.waits() + 1,
                        false,
                        0,
                        Duration.ofSeconds(15),
                        List.of());
            default -> backsOff(tenant, tables, reason);
        };
    }

    private static TurnEnd backsOff(TenantRow tenant, int tables, String reason) {
        int failures = tenant.failures() + 1;
        return new TurnEnd("FAILED", reason, failures, tenant.slices(), 0, false, tables, pause(failures), List.of());
    }

    /** Doubles with each failure in a row, up to an hour. */
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, Math.max(0, failures - 1)));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** In a form that the database can store: it refuses some characters, and a turn whose end is refused never ends. */
    private static String shortened(String reason) {
        String text = UNSTORABLE.matcher(reason).replaceAll("\uFFFD");
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "…";
    }
}
