package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Person;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run asks of PostgreSQL, counted between Talk and the server. */
@Tag("slow")
final class RoundTripsTest {
    private final TestClock clock = TestClock.create();
    private List<QualityPoint> trend = List.of();

    private MemorySystem people() {
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        MemorySystem system = MemorySystem.at(clock);
        system.holds(TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build());
        return system;
    }

    @Test
    void anIdleRunOfTwoSystemsTakesFewRoundTripsWithOpenAndClose() throws Exception {
        MemorySystem crm = people();
        MemorySystem erp = people();
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        crm.holds(TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build())
                .add("firstname", "Ada", "email", "ada@x.example");
        try (CountingProxy proxy = CountingProxy.to(Postgres.url())) {
            Map<String, Object> store = Postgres.settings(proxy.address(Postgres.url()), Postgres.newSchema(), "PT1M");
            for (int run = 0; run < 3; run++) {
                sync(store, crm, erp);
            }
            int before = proxy.roundTrips();
            int connections = proxy.connections();

            SyncReport idle = sync(store, crm, erp);

            assertThat(idle.writes()).isZero();
            assertThat(trend)
                    .as("each run is a process of its own, and has a point of the trend")
                    .extracting(QualityPoint::golden)
                    .containsExactly(1L, 1L, 1L, 1L);
            assertThat(trend.get(3).systems().keySet())
                    .as("the insert is counted")
                    .hasSize(2);
            assertThat(proxy.roundTrips() - before).isLessThanOrEqualTo(40);
            assertThat(proxy.connections() - connections).isEqualTo(1);
        }
    }

    private SyncReport sync(Map<String, Object> store, MemorySystem crm, MemorySystem erp) {
        clock.advance(Duration.ofMinutes(15));
        try (Talk talk = Talk.builder()
                .clock(clock)
                .store(new PostgresqlStorePlugin(), store)
                .connect("crm", crm, Map.of())
                .connect("erp", erp, Map.of())
                .trust("crm", "erp")
                .build()) {
            SyncReport report = talk.sync();
            trend = talk.records().qualityTrend("person");
            return report;
        }
    }
}
