package io.sesam.talk.connector.wave;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.store.CountingStorePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts look-ups where one record of the system holds an organisation and its contact. */
@Tag("slow")
final class ManyCustomersTest {
    private static final int MANY = Integer.getInteger("talk.many", 200);

    private final Account account = new Account();
    private final CountingStorePlugin store = new CountingStorePlugin();

    @TempDir
    private Path sheets;

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void changedCustomersAndContactsAreDecidedOnceAndWrittenTogether() throws IOException {
        write("");
        try (Talk talk = talk()) {
            sync(talk);
            sync(talk);
            write("New");
            sync(talk);
            talk.stewardship()
                    .heldPlans()
                    .forEach(plan -> talk.stewardship()
                            .approve(plan.system().value(), plan.type().name()));
            store.lookedUp();

            SyncReport report = sync(talk);

            assertThat(report.calls().get(new SystemName("wave")).writes()).isBetween((long) MANY, MANY * 21L / 20);
            assertThat(store.lookedUp()).isLessThanOrEqualTo(3L * 2 * MANY);
        }
    }

    private void write(String what) throws IOException {
        StringBuilder organisations = new StringBuilder("id,name,address,zip,country\n");
        StringBuilder people = new StringBuilder("id,firstname,lastname,email,gender,organisation\n");
        for (int i = 0; i < MANY; i++) {
            organisations.append("%d,Company %d,Street %s,0150,NO%n".formatted(i, i, what));
            people.append("%d,First%s,Last,p%d@x.example,,%d%n".formatted(i, what, i, i));
        }
        Files.writeString(sheets.resolve("organisation.csv"), organisations);
        Files.writeString(sheets.resolve("person.csv"), people);
    }

    private Talk talk() {
        return Talk.builder()
                .clock(account.clock)
                .random(new Random(7))
                .store(store, Map.of())
                .baseDirectory(sheets)
                .type(Account.CONTACT)
                .connect("wave", new WavePlugin(), account.settings())
                .connect("book", "csv", Map.of("directory", sheets.toString()))
                .trust("book", "wave")
                .build();
    }

    private SyncReport sync(Talk talk) {
        account.clock.advance(Duration.ofMinutes(10));
        SyncReport report = talk.sync();
        account.clock.advance(Duration.ofMinutes(10));
        return report;
    }
}
