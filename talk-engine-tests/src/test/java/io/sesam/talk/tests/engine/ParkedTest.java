package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.testkit.system.MemoryTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused write stops no other and is kept (R22). */
@Tag("R22")
final class ParkedTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp", facts -> facts.writeLimit(8));

    private void refuseBatchesWith(String... names) {
        world.system("erp").writesMixed(batch -> {
            if (batch.stream().anyMatch(operation -> List.of(names).contains(name(operation)))) {
                throw new TalkException(ErrorCode.BATCH_REFUSED, "400: something in it is not right");
            }
        });
    }

    private static String name(Operation operation) {
        return operation.fields().text("firstname").known().orElse("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 20})
    void aBatchThatIsRefusedAsAWholeIsHalvedUntilItIsKnownWhy(int people) {
        for (int i = 0; i < people; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        refuseBatchesWith("P0");

        SyncReport report = world.sync();

        assertThat(report.paused()).isEmpty();
        assertThat(report.written().get(ERP).get(PERSON).inserted()).isEqualTo(people - 1);
        assertThat(report.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(world.store.intents()).isEmpty();
        assertThat(world.store.parked(null, 9))
                .hasSize(1)
                .allMatch(parked -> parked.reason().contains("400"));
        world.system("erp").forgetCounts();
        assertThat(world.sync().writes()).isZero();
        assertThat(world.system("erp").writeCalls()).isZero();

        refuseBatchesWith();
        crm.put("1", "lastname", "Changed");
        assertThat(world.settle().isClean()).isTrue();
        assertThat(erp.ids()).hasSize(people);
    }

    @Test
    void severalCulpritsAreAllFoundAndTheirNeighboursWritten() {
        for (int i = 0; i < 8; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        refuseBatchesWith("P2", "P3", "P7");

        assertThat(world.sync().parked()).isEqualTo(3);
        assertThat(erp.ids()).hasSize(5);
    }

    @Test
    void whatWasRefusedToARecordThatIsGoneSinceIsForgotten() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        crm.put("1", "firstname", "Augusta");
        erp.answering(operation -> Optional.of(new Outcome.Rejected("no")));
        assertThat(world.sync().parked()).isEqualTo(1);

        erp.delete("1");

        assertThat(world.sync().parked()).isZero();
    }

    @Test
    void whatWasRefusedForSomebodyWhoIsGoneIsForgotten() {
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.answering(operation -> Optional.of(new Outcome.Rejected("no")));
        assertThat(world.sync().parked()).isEqualTo(1);

        crm.delete("1");

        assertThat(world.sync().parked()).isZero();
        assertThat(world.sync().isClean()).isTrue();
    }
}
