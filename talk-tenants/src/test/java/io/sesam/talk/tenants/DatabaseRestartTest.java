package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that restarts under the runs. */
@Tag("R21")
@Tag("slow")
final class DatabaseRestartTest {
    @TempDir
    private Path directory;

    private EmbeddedPostgres server(int port) throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start();
        } catch (RuntimeException e) {
            return abort("PostgreSQL does not start here: " + e);
        }
    }

    @Test
    void runsGoOnAfterTheDatabaseHasRestartedAndNothingIsInsertedTwice() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String other = Database.create();
        SqlSystems.create(other);
        EmbeddedPostgres server = server(port);
        String url = server.getJdbcUrl("postgres", "postgres");
        List<TenantId> ids = new ArrayList<>();
        try (SqlSystems systems = new SqlSystems(other, () -> 40);
                HikariDataSource pool = Database.pool(url, 4);
                Tenants tenants = Tenants.on(pool)
                        .build(id -> systems.settings(id, "one"))
                        .lease(Duration.ofSeconds(3))
                        .poll(Duration.ofMillis(100))
                        .start()) {
            for (int i = 0; i < 6; i++) {
                TenantId id = TenantId.of("account-" + i);
                ids.add(id);
                for (int k = 0; k < 8; k++) {
                    systems.add(id.value(), "crm", "P" + k, "p" + k + "@x.example");
                }
                tenants.put(id, Schedule.every(Duration.ofSeconds(2)));
            }
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> !systems.query("select 1 from inserts limit 1").isEmpty());
            server.close();
            TimeUnit.MILLISECONDS.sleep(1_500);
            server = server(port);

            await().atMost(120, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> {
                        systems.update("update control set ahead = ahead + 1");
                        return systems.query("select 1 from people where system = 'erp'")
                                        .size()
                                == 48;
                    });
            assertThat(systems.query("select tenant, email from inserts group by 1, 2 having count(*) > 1"))
                    .isEmpty();
            await().atMost(60, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .until(() -> ids.stream()
                            .allMatch(id -> tenants.status(id)
                                    .orElseThrow()
                                    .outcome()
                                    .filter("DONE"::equals)
                                    .isPresent()));
        } finally {
            server.close();
        }
    }
}
