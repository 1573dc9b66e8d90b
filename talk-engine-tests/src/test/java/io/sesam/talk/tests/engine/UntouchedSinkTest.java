package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemoryTable;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sink is left alone while neither its tables nor golden records change. */
@Tag("R32")
final class UntouchedSinkTest {
    private static final SystemName SINK = new SystemName("analytics");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemorySink sink = new MemorySink();

    @BeforeEach
    void fillTheTables() {
        world.config = builder -> builder.sink(SINK.value(), sink, Map.of());
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
    }

    private int openingsOf(Runnable work) {
        int before = sink.openings();
        work.run();
        return sink.openings() - before;
    }

    @Test
    void aRunWithoutChangesDoesNotOpenIt() {
        SyncReport[] report = new SyncReport[1];
        assertThat(openingsOf(() -> report[0] = world.sync())).isZero();
        assertThat(report[0].sinks().get(SINK))
                .as("the rows of the tables")
                .isEqualTo(Map.of("crosswalk", 1L, "person", 1L, "provenance", 2L));
        assertThat(report[0].paused()).isEmpty();
    }

    @Test
    void aChangedGoldenRecordOpensIt() {
        crm.put("1", "lastname", "Lovelace");
        assertThat(openingsOf(world::sync)).isOne();
        assertThat(sink.rows().get("person").toString()).contains("Lovelace");
        assertThat(openingsOf(world::sync)).isZero();
    }

    @Test
    void changedTablesAreNoticed() {
        sink.forgetMark();
        assertThat(openingsOf(world::sync)).isOne();
        assertThat(sink.rebuilds()).isEqualTo(2);
        assertThat(openingsOf(world::sync)).isZero();
    }

    @Test
    void aRestoredStoreOpensIt() {
        // As in a backup from before the last change: what is stored about the tables is older than they are.
        EngineState.SinkContent old =
                world.store.state(StateKey.sinkContent(SINK)).orElseThrow();
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        world.store.commit(new Commit().put(StateKey.sinkContent(SINK), old));
        assertThat(openingsOf(world::sync)).isOne();
    }

    @Test
    void aFailedRunIsNotRemembered() {
        sink.failNext();
        crm.put("1", "lastname", "Lovelace");
        assertThat(world.sync().paused()).containsKey(SINK);
        assertThat(openingsOf(world::sync)).isOne();
        assertThat(sink.rows().get("person").toString()).contains("Lovelace");
    }
}
