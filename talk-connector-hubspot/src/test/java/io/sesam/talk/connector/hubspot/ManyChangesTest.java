package io.sesam.talk.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.store.CountingStorePlugin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Counts what many changed companies and as many changed contacts cost, in calls and in look-ups. For ten thousand of each:
 * {@code -Dtalk.many=10000}.
 */
@Tag("slow")
final class ManyChangesTest {
    private static final int MANY = Integer.getInteger("talk.many", 2_000);
    private static final int RECORDS_IN_A_CALL = 100;
    /** The calls of both types together, and a few for what is decided twice. */
    private static final long LEAST_CALLS = 2L * MANY / RECORDS_IN_A_CALL;

    private static final long MOST_CALLS = LEAST_CALLS * 21 / 20;
    /** So few that the writes of the test take two windows and a part. */
    private static final int CALLS_IN_TEN_SECONDS = MANY / 120;

    private static final SystemName SUPPORT = new SystemName("support");

    private final TestClock clock = TestClock.create();
    private final SimHubSpot sales = SimHubSpot.start(clock);
    private final SimHubSpot support = SimHubSpot.start(clock);
    private final CountingStorePlugin store = new CountingStorePlugin();
    private final List<Instant> batches = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        sales.close();
        support.close();
    }

    @Test
    void callsAndDecisionsAreProportionalAndTheQuotaIsUsed() {
        support.limit(CALLS_IN_TEN_SECONDS, 5, 1_000_000);
        for (int i = 0; i < MANY; i++) {
            sales.create("companies", Map.of("name", "Company " + i));
            sales.create("contacts", Map.of("email", "p" + i + "@x.example", "lastname", "Name"));
        }
        try (Talk talk = talk()) {
            assertThat(writeCalls(sync(talk))).isBetween(LEAST_CALLS, MOST_CALLS);
            sync(talk);
            for (String type : List.of("companies", "contacts")) {
                String property = type.equals("companies") ? "address" : "firstname";
                sales.ids(type).forEach(id -> sales.edit(type, id, Map.of(property, "New")));
            }
            sync(talk);
            talk.stewardship()
                    .heldPlans()
                    .forEach(plan -> talk.stewardship()
                            .approve(plan.system().value(), plan.type().name()));
            store.lookedUp();
            batches.clear();

            SyncReport report = sync(talk);

            assertThat(writeCalls(report)).isBetween(LEAST_CALLS, MOST_CALLS);
            assertThat(store.lookedUp()).isLessThanOrEqualTo(3L * 2 * MANY);
            assertThat(callsInFullWindows()).allMatch(calls -> calls >= 0.95 * CALLS_IN_TEN_SECONDS);
            // While both portals are read, each advances the clock of the other one's calls in flight.
            assertThat(support.server().exchanges())
                    .filteredOn(exchange -> exchange.request().path().contains("/batch/"))
                    .extracting(exchange -> exchange.response().status())
                    .isNotEmpty()
                    .doesNotContain(429);
        }
    }

    /** The calls in each ten seconds, from the first batch on, without the first and the last ten seconds. A batch is read before it is written. */
    private List<Long> callsInFullWindows() {
        Instant first = batches.get(0);
        Map<Long, Long> windows = batches.stream()
                .collect(Collectors.groupingBy(
                        at -> Duration.between(first, at).toSeconds() / 10, TreeMap::new, Collectors.counting()));
        List<Long> counts = new ArrayList<>(windows.values());
        return counts.subList(1, counts.size() - 1);
    }

    private Talk talk() {
        support.server()
                .failAlways(
                        request -> {
                            if (request.path().contains("/batch/")) {
                                batches.add(clock.instant());
                            }
                            return false;
                        },
                        new SimFault.Answer(500, ""));
        return Talk.builder()
                .store(store, Map.of())
                .clock(clock)
                .random(new Random(7))
                .connect("sales", new HubSpotPlugin(), settings(sales))
                .connect("support", new HubSpotPlugin(), settings(support))
                .trust("sales", "support")
                .build();
    }

    private static Map<String, ?> settings(SimHubSpot portal) {
        return Map.of(
                "accessToken", portal.tokens().good(),
                "baseUrl", portal.uri().toString());
    }

    private SyncReport sync(Talk talk) {
        clock.advance(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        clock.advance(Duration.ofMinutes(10));
        return report;
    }

    private static long writeCalls(SyncReport report) {
        return report.calls().get(SUPPORT).writes();
    }
}
