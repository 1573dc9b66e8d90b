package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records without a match key are not doubled (R41), and respelt ids are followed (R42). */
final class KeylessTest {
    private final World world = new World();

    private static Store fresh() {
        Store memory = MemoryStore.create();
        return (Store) Proxy.newProxyInstance(
                KeylessTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private MemoryTable limited(String system, String... properties) {
        return world.holds(
                system,
                TypeSpec.of(
                                Person.SCHEMA,
                                Stream.of(properties).map(FieldSpec::of).toList())
                        .inserts()
                        .updates()
                        .archives()
                        .deletes(Deletes.FEED)
                        .build());
    }

    @Test
    @Tag("R41")
    void equalRecordsWithoutAKeyAreLinkedInsteadOfDoubled() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 7; i++) {
            crm.add("firstname", "F" + i, "lastname", "L");
            erp.add("firstname", "F" + i, "lastname", "L");
        }
        crm.add("firstname", "F1", "lastname", "Other");

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(8);
        assertThat(crm.ids()).hasSize(8);
        assertThat(erp.ids()).hasSize(8);
        assertThat(report.parked()).isZero();
        crm.put("1", "lastname", "New");
        world.settle();
        assertThat(erp.text("1", "lastname")).isEqualTo("New");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R41")
    void aLostStoreDoublesNobody() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable third = limited("hr", "firstname", "lastname");
        for (int i = 0; i < 5; i++) {
            crm.add("firstname", "F" + i, "lastname", "L" + i, "gender", "female");
        }
        crm.add("firstname", "Ada", "lastname", "Holm", "email", "ada@x.example");
        world.settle();
        assertThat(List.of(crm.ids().size(), erp.ids().size(), third.ids().size()))
                .containsOnly(6);

        world.store = fresh();
        SyncReport report = world.settle();

        assertThat(List.of(crm.ids().size(), erp.ids().size(), third.ids().size()))
                .containsOnly(6);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(6);
        assertThat(report.parked()).isZero();
    }

    @Test
    @Tag("R41")
    void anOlderStoreDoublesNobody() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "F0");
        crm.add("firstname", "F1");
        erp.add("firstname", "F2");
        world.settle();
        Store older = world.store;
        world.store = fresh();
        crm.add("firstname", "F3", "lastname", "L");
        erp.add("firstname", "F4");
        world.settle();
        assertThat(crm.ids()).hasSize(5);

        world.store = older;
        SyncReport report = world.settle();

        assertThat(crm.ids()).hasSize(5);
        assertThat(erp.ids()).hasSize(5);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(5);
    }

    @Test
    @Tag("R41")
    void anotherExportWithOtherIdsDoublesNobody() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 5; i++) {
            crm.add("firstname", "F" + i, "lastname", "L" + i);
        }
        world.settle();
        for (int i = 1; i <= 5; i++) {
            crm.delete("" + i);
            crm.put("x" + i, "firstname", "F" + (i - 1), "lastname", "L" + (i - 1));
        }

        world.settle();

        assertThat(crm.ids()).hasSize(5);
        assertThat(erp.ids()).hasSize(5);
        crm.put("x1", "lastname", "New");
        world.settle();
        assertThat(erp.find("lastname", "New")).hasSize(1);
        assertThat(erp.ids()).hasSize(5);
    }

    @Test
    @Tag("R41")
    void severalEqualRecordsAreParkedAndShown() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Holm");
        String one = erp.add("firstname", "Ada", "lastname", "Holm");
        String two = erp.add("firstname", "Ada", "lastname", "Holm");

        SyncReport report = world.settle();

        assertThat(erp.ids()).containsExactly(one, two);
        assertThat(report.parkedReasons().keySet())
                .anyMatch(reason -> reason.contains("erp/person: it has no match key")
                        && reason.contains("2, such as erp/person/" + one)
                        && !reason.contains("Holm"));

        try (Talk talk = world.talk()) {
            talk.stewardship().link(RecordRef.of("crm", PERSON, "1"), RecordRef.of("erp", PERSON, two));
        }
        world.settle();
        crm.put("1", "lastname", "Lie");
        world.settle();
        assertThat(erp.text(two, "lastname")).isEqualTo("Lie");
        assertThat(erp.text(one, "lastname")).isEqualTo("Holm");
    }

    @Test
    @Tag("R41")
    void onlyThePropertiesThatBothHoldAreCompared() {
        MemoryTable crm = world.people("crm");
        MemoryTable hr = limited("hr", "firstname", "gender");
        crm.add("firstname", "Ada", "lastname", "Holm", "email", "ada@x.example", "gender", "female");
        crm.add("firstname", "Bo", "lastname", "Lie", "gender", "male");
        hr.put("h1", "firstname", "Ada", "gender", "female");
        hr.put("h2", "firstname", "Bo", "gender", "female");

        SyncReport report = world.settle();

        assertThat(crm.ids()).hasSize(3);
        assertThat(hr.ids()).hasSize(3);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(3);
    }

    @Test
    @Tag("R41")
    @Tag("R8")
    void whatAStewardSeparatedIsNotLinkedAgain() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada");
        erp.add("firstname", "Ada");
        world.settle();
        try (Talk talk = world.talk()) {
            talk.stewardship().unlink(RecordRef.of("crm", PERSON, "1"), RecordRef.of("erp", PERSON, "1"));
        }

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R41")
    void peopleOfOneNameAreTwoWhereASystemHoldsMoreThanACrowdOfIt() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 60; i++) {
            crm.add("firstname", "Ada", "lastname", "L" + i);
            erp.add("firstname", "Ada", "lastname", "L" + i);
        }

        assertThat(world.settle().golden().get(PERSON).total()).isEqualTo(60);
        assertThat(erp.ids()).hasSize(60);
    }

    @Test
    @Tag("R42")
    void respeltIdsOfACompleteListingAreFollowed() {
        Map<String, String> respelt = new TreeMap<>(Map.of(
                "00001", "1",
                "00002", "2.0",
                "{6F96-A}", "6f96-a",
                "007", "7",
                "ABC", "abc"));
        MemoryTable crm = world.holds(
                "crm",
                World.full(Person.SCHEMA)
                        .deletes(Deletes.ID_SWEEP)
                        .relistEvery(Duration.ofSeconds(1))
                        .build());
        MemoryTable erp = world.people("erp");
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().deletes(TargetPolicy.OnDelete.ARCHIVE));
        int number = 0;
        for (String id : respelt.keySet()) {
            number++;
            crm.put(id, "firstname", "F" + number, "lastname", "L");
        }
        world.settle();
        assertThat(erp.ids()).hasSize(5);
        number = 0;
        for (Map.Entry<String, String> id : respelt.entrySet()) {
            number++;
            crm.delete(id.getKey());
            crm.put(id.getValue(), "firstname", "F" + number, "lastname", number == 3 ? "Edited" : "L");
        }

        world.settle();

        assertThat(crm.ids()).hasSize(5);
        assertThat(erp.ids()).hasSize(5);
        assertThat(erp.find("lastname", "Edited")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
    }

    /** What a system made of a written value is no edit, also under the record's new id. */
    @Test
    @Tag("R42")
    @Tag("R20")
    void aRecordWithARespeltIdKeepsWhatIsKnownOfItsValues() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.holds(
                "erp",
                World.full(Person.SCHEMA)
                        .deletes(Deletes.ID_SWEEP)
                        .relistEvery(Duration.ofSeconds(1))
                        .build());
        erp.makes("lastname", text -> text.substring(0, Math.min(5, text.length())));
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        crm.add("firstname", "Alan", "lastname", "Turing");
        world.settle();
        for (String id : List.copyOf(erp.ids())) {
            erp.put(
                    "00" + id,
                    "firstname",
                    erp.text(id, "firstname"),
                    "lastname",
                    erp.text(id, "lastname"),
                    "email",
                    erp.text(id, "email"));
            erp.delete(id);
        }

        assertThat(world.sync().writes()).isZero();

        assertThat(crm.find("lastname", "Lovelace")).hasSize(1);
        assertThat(world.store.goldens(PERSON)).isEqualTo(2);
        crm.put(crm.find("firstname", "Ada").get(0), "email", "ada@new.example");
        world.settle();
        assertThat(erp.find("email", "ada@new.example")).hasSize(1);
        assertThat(erp.ids()).hasSize(2);
    }
}
