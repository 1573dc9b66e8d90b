package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole flow between systems in memory. */
final class SyncTest {
    private final World world = new World();

    @Test
    @Tag("R17")
    @Tag("R18")
    void everySystemGainsWhatTheOthersKnowAndThenAllIsQuiet() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        crm.add("firstname", "Alan", "email", "alan@x.example");
        erp.add("firstname", "", "lastname", "Turing", "email", " Alan@X.example", "gender", "M");
        erp.add("firstname", "Grace", "lastname", "Hopper", "email", "grace@x.example");

        SyncReport first = world.sync();

        assertThat(first.paused()).isEmpty();
        assertThat(crm.ids()).hasSize(3);
        assertThat(erp.ids()).hasSize(3);
        assertThat(crm.text("2", "lastname")).isEqualTo("Turing");
        assertThat(erp.text("1", "firstname")).isEqualTo("Alan");
        assertThat(first.golden().get(PERSON).total()).isEqualTo(3);
        for (int run = 0; run < 10; run++) {
            world.systems.values().forEach(system -> system.forgetCounts());
            SyncReport next = world.sync();
            assertThat(next.writes()).isZero();
            assertThat(next.goldenChanges()).isZero();
            assertThat(world.system("crm").writeCalls() + world.system("erp").writeCalls())
                    .isZero();
        }
    }

    /** The system that is read last has the older records, and so the ids of the golden records change. */
    @Test
    @Tag("R9")
    void aGoldenRecordThatLivesOnUnderTheIdOfAnOlderRecordIsNeitherJoinedNorSplit() {
        World other = new World();
        MemoryTable last = other.people("a-last");
        MemoryTable first = other.people("b-first");
        for (int i = 0; i < 5; i++) {
            last.add("firstname", "P" + i, "email", "p" + i + "@x.example");
            other.clock.advance(Duration.ofMinutes(1));
            first.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        for (List<String> order : List.of(List.of("a-last", "b-first"), List.of("b-first", "a-last"))) {
            other.store = World.surviving(MemoryStore.create());
            order.forEach(name -> other.systems.put(name, other.systems.remove(name)));

            SyncReport report = other.sync();

            assertThat(report.golden().get(PERSON).total()).isEqualTo(5);
            assertThat(report.golden().get(PERSON).created()).isEqualTo(5);
            assertThat(report.golden().get(PERSON).joined()).isZero();
            assertThat(report.golden().get(PERSON).split()).isZero();
        }
    }
}
