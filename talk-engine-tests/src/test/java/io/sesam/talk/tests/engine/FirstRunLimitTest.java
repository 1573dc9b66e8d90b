package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.testkit.system.MemoryTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a first run the change limit counts overwritten values only, and exactly (R26). */
@Tag("R26")
final class FirstRunLimitTest {
    private static final int HERE = 40;
    private static final int ONLY_IN_CRM = 60;
    private static final int LIMIT = 8;

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    @ParameterizedTest
    @ValueSource(ints = {0, 7, LIMIT, LIMIT + 1, 23, HERE})
    void thePlanIsHeldFromTheFirstRecordAboveTheLimit(int overwritten) {
        world.config = builder -> builder.policy(
                "erp",
                PERSON.name(),
                TargetPolicy.defaults()
                        .changeLimit(ChangeLimit.defaults().changes(5, 20).removals(2, 5)));
        for (int i = 0; i < HERE; i++) {
            String email = "p" + i + "@x.example";
            erp.add("firstname", "Old" + i, "email", email);
        }
        for (int i = 0; i < HERE + ONLY_IN_CRM; i++) {
            // Spread over all records: 7 and 40 have no common divisor.
            boolean differs = i < HERE && i * 7 % HERE < overwritten;
            String name = i >= HERE || differs ? "New" + i : "Old" + i;
            crm.add("firstname", name, "lastname", "L" + i, "email", "p" + i + "@x.example");
        }

        var held = world.sync().heldPlans();

        if (overwritten <= LIMIT) {
            assertThat(held).isEmpty();
            assertThat(erp.ids()).hasSize(HERE + ONLY_IN_CRM);
        } else {
            assertThat(held).hasSize(1);
            assertThat(held.get(0).changes()).isEqualTo(overwritten);
            assertThat(erp.ids()).hasSize(HERE);
            assertThat(world.sync().heldPlans()).as("after a restart too").hasSize(1);
        }
    }
}
