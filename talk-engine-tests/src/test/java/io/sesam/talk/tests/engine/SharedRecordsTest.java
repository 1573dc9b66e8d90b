package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A company and its contact as one record, written in one call. */
final class SharedRecordsTest {
    private final World world = new World();
    private final MemoryTable crmPeople = world.people("crm");
    private final MemoryTable crmCompanies = world.organisations("crm");
    private final MemoryTable people;
    private final MemoryTable companies;
    private final MemorySystem accounting;
    private final List<List<Operation>> batches = new ArrayList<>();

    SharedRecordsTest() {
        companies = world.holds(
                "accounting",
                World.full(Organisation.SCHEMA).sameRecordAs(PERSON).build());
        people = world.holds(
                "accounting",
                World.full(Person.SCHEMA).sameRecordAs(ORGANISATION).build());
        accounting = world.system("accounting");
        accounting.writesMixed(batches::add);
    }

    @BeforeEach
    void settled() {
        for (String each : List.of("a", "b", "c", "d", "e", "f")) {
            crmPeople.add("firstname", each, "email", each + "@x.example");
            crmCompanies.add("name", each, "zip", "1");
            String id = people.add("firstname", each, "email", each + "@x.example");
            companies.put(id, "name", each, "zip", "1");
        }
        world.settle();
        batches.clear();
        accounting.forgetCounts();
        world.clock.advance(Duration.ofHours(1));
    }

    @Test
    @Tag("R17")
    void aCompanyAndItsContactAreChangedWithOneCall() {
        for (String id : crmPeople.ids()) {
            crmPeople.put(id, "lastname", "new " + id);
            crmCompanies.put(id, "zip", "new " + id);
        }
        world.sync();

        for (String id : people.ids()) {
            assertThat(people.text(id, "lastname")).isEqualTo("new " + id);
            assertThat(companies.text(id, "zip")).isEqualTo("new " + id);
        }
        assertThat(batches).as("six records, four at a time").hasSize(2);
        batches.forEach(batch -> {
            Map<String, Long> operationsOfRecord = new HashMap<>();
            batch.forEach(operation -> operationsOfRecord.merge(operation.existingId(), 1L, Long::sum));
            assertThat(operationsOfRecord.values())
                    .as("operations on each record")
                    .containsOnly(2L);
        });
        assertThat(world.store.intents()).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R26")
    void theBacklogOfTheOtherTypeIsNotWalkedForEachCall() {
        long few = askedFor(120);
        long many = askedFor(240);

        assertThat(many)
                .as("golden records asked for, of half as many changes: %s", few)
                .isLessThan(3 * few);
    }

    /** Counts the golden records whose members are asked for in a first sync that fills so many companies and contacts. */
    private static long askedFor(int changes) {
        SharedRecordsTest shared = new SharedRecordsTest();
        for (int i = 0; i < changes; i++) {
            shared.crmPeople.add("firstname", "p" + i, "lastname", "l", "email", "p" + i + "@x.example");
            shared.crmCompanies.add("name", "c" + i, "zip", "1");
            String id = shared.people.add("firstname", "p" + i, "email", "p" + i + "@x.example");
            shared.companies.put(id, "name", "c" + i);
        }
        AtomicLong asked = new AtomicLong();
        Store counted = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("members")) {
                        asked.addAndGet(((Collection<?>) arguments[0]).size());
                    }
                    try {
                        return method.invoke(shared.world.store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        shared.world.config = builder -> builder.store(counted);
        assertThat(shared.world.sync().writes()).isGreaterThan(changes);
        return asked.get();
    }

    @Test
    @Tag("R22")
    void whatIsRefusedForOneIsNotRefusedForTheOther() {
        people.answering(operation -> Optional.of(new Outcome.Rejected("no")));
        crmPeople.put("1", "lastname", "new");
        crmCompanies.put("1", "zip", "new");
        world.sync();

        assertThat(companies.find("zip", "new")).hasSize(1);
        assertThat(people.find("lastname", "new")).isEmpty();
        List<AuditEntry> audit = world.store.audit(0, 2);
        assertThat(audit)
                .extracting(AuditEntry::type, entry -> entry.outcome().text())
                .containsExactlyInAnyOrder(tuple(ORGANISATION, "updated"), tuple(PERSON, "refused"));
        assertThat(world.store.parkedCount()).isEqualTo(1);
    }
}
