package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.system.MemoryTable;
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
}
