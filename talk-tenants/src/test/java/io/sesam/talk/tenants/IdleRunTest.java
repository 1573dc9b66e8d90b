package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run that finds nothing asks of the database, counted between the worker and the server. */
@Tag("slow")
final class IdleRunTest {
    private static final TenantId ACME = TenantId.of("acme");

    @Test
    void aRunThatFindsNothingTakesFewRoundTripsWithItsTurnAndItsStore() throws Exception {
        String url = Database.create();
        MemoryAccounts accounts = new MemoryAccounts();
        accounts.of(ACME).crmPeople().add("firstname", "Ada", "email", "ada@x.example");
        try (Wire wire = Wire.to(url, () -> 0);
                HikariDataSource pool = Database.pool(wire.address(url), 1);
                Tenants tenants = Tenants.on(pool)
                        .build(accounts::settings)
                        .lease(Duration.ofMinutes(10))
                        .open()) {
            tenants.put(ACME, Schedule.onRequest());
            for (int run = 0; run < 4; run++) {
                tenants.runOnce(ACME);
            }
            int before = wire.roundTrips();

            assertThat(tenants.runOnce(ACME).writes()).isZero();

            int trips = wire.roundTrips() - before;
            System.out.println("measured: an idle run takes " + trips + " round trips");
            assertThat(trips).isLessThanOrEqualTo(40);
        }
    }
}
