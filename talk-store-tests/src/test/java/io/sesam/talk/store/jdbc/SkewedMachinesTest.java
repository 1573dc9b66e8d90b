package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two machines with different clocks that use one PostgreSQL store in turn. */
@Tag("R12")
@Tag("slow")
final class SkewedMachinesTest {
    private static final Map<EntityType, Schema> SCHEMAS = Map.of(
            EntityType.PERSON, Person.SCHEMA,
            EntityType.ORGANISATION, Organisation.SCHEMA,
            EntityType.PRODUCT, Product.SCHEMA);
    private static final TypeSpec PEOPLE = TypeSpec.of(
                    Person.SCHEMA, FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email"))
            .inserts()
            .updates()
            .deletes(Deletes.FEED)
            .build();

    private final Map<String, Object> settings = Postgres.settings("PT10M");
    private final TestClock truth = TestClock.create();
    private final MemorySystem crm = MemorySystem.at(truth);
    private final MemorySystem erp = MemorySystem.at(truth);
    private final Random random = new Random(7);

    @Test
    void noEditOfAnUndatedSystemIsRevertedWhicheverMachineReadsIt() {
        List<MemoryTable> tables =
                List.of(crm.holds(PEOPLE).keepsNoTimes(), erp.holds(PEOPLE).keepsNoTimes());
        tables.forEach(table -> table.add("firstname", "Ada", "email", "ada@x.example"));
        List<Duration> machines = List.of(Duration.ofMinutes(10), Duration.ZERO, Duration.ofDays(366), Duration.ZERO);
        sync(Duration.ZERO);

        for (int edit = 0; edit < 2 * machines.size(); edit++) {
            String name = "Ada " + edit;
            tables.get(edit % 2).put("1", "firstname", name);
            sync(machines.get(edit % machines.size()));
            sync(machines.get((edit + 1) % machines.size()));

            assertThat(tables)
                    .extracting(table -> table.text("1", "firstname"))
                    .as("edit %s", edit)
                    .containsOnly(name);
        }
    }

    private void sync(Duration ahead) {
        truth.advance(Duration.ofMinutes(1));
        try (Talk talk = Talk.builder()
                .store(Postgres.open(settings, SCHEMAS))
                .clock(Clock.offset(truth, ahead))
                .random(random)
                .connect("crm", crm, Map.of())
                .connect("erp", erp, Map.of())
                .trust("crm", "erp")
                .build()) {
            talk.sync();
        }
    }
}
