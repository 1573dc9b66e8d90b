package io.sesam.talk.settings.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sesam.talk.Talk;
import io.sesam.talk.model.Person;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results as JSON. */
final class TalkModuleTest {
    private final ObjectMapper mapper = new ObjectMapper().registerModule(new TalkModule());
    private final TestClock clock = TestClock.create();

    private MemorySystem people() {
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        MemorySystem system = MemorySystem.at(clock);
        system.holds(TypeSpec.of(Person.SCHEMA, fields).inserts().updates().build());
        return system;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void reportPlanAndStatusHaveWhatTheirMethodsHaveAndNoValuesOfPeople() throws Exception {
        MemorySystem crm = people();
        crm.holds(TypeSpec.of(Person.SCHEMA, List.of(FieldSpec.of("firstname"), FieldSpec.of("email")))
                        .inserts()
                        .updates()
                        .build())
                .add("firstname", "Canary", "email", "canary@x.example");
        try (Talk talk = Talk.builder()
                .clock(clock)
                .connect("crm", crm, Map.of())
                .connect("erp", people(), Map.of())
                .build()) {
            JsonNode plan = mapper.valueToTree(talk.plan());
            assertThat(names(plan)).containsExactly("planned", "secondsAtLeast", "heldPlans", "paused");
            assertThat(plan.at("/planned/erp/person").toString())
                    .isEqualTo("{\"inserts\":1,\"updates\":0,\"archives\":0,\"refused\":0,\"calls\":1}");

            SyncReport report = talk.sync();
            JsonNode written = mapper.valueToTree(report);
            assertThat(written.get("run").textValue()).isEqualTo(report.run());
            assertThat(written.at("/written/erp/person/inserted").longValue()).isEqualTo(1);
            assertThat(written.at("/golden/person/total").longValue()).isEqualTo(1);
            assertThat(written.get("paused").isObject()).isTrue();

            JsonNode status = mapper.valueToTree(talk.status());
            assertThat(status.at("/lastRun/outcome").textValue()).isEqualTo("CLEAN");
            assertThat(status.at("/records/crm/person").longValue()).isEqualTo(1);
            assertThat(status.get("lastRead").at("/crm/person").textValue()).startsWith("2");

            // The same whatever writes it, and as part of an object of the host.
            assertThat(mapper.readTree(mapper.writeValueAsString(Map.of("last", report)))
                            .get("last"))
                    .isEqualTo(mapper.readTree(new ObjectMapper().writeValueAsString(ResultObjects.of(report))));
            assertThat(plan.toString() + written + status).doesNotContainIgnoringCase("canary");
        }
    }
}
