package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with one store: one syncs, the other is on standby. */
@Tag("R44")
@Tag("slow")
final class StandbyTest {
    private final MemorySystem crm = MemorySystem.at(TestClock.create());
    private final MemorySystem erp = MemorySystem.at(TestClock.create());
    private final MemoryTable people = crm.holds(people());
    private final MemoryTable copies = erp.holds(people());

    /** The golden records that any of the two processes was told of under one name. */
    private final List<GoldenEvent> written = new CopyOnWriteArrayList<>();

    private static TypeSpec people() {
        return TypeSpec.of(
                        Person.SCHEMA,
                        Person.SCHEMA.properties().stream()
                                .map(property -> FieldSpec.of(property.name()))
                                .toList())
                .inserts()
                .updates()
                .build();
    }

    private TalkBuilder process(String kind, Map<String, ?> settings) {
        return Talk.builder()
                .store(kind, settings)
                .standby()
                .connect("crm", crm, Map.of())
                .connect("erp", erp, Map.of())
                .listener("counting", new TalkListener() {
                    @Override
                    public void golden(GoldenEvent event) {
                        written.add(event);
                    }
                });
    }

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(call)
                .matches(e -> e.code() == ErrorCode.STORE_IN_USE, "is in use");
    }

    @Test
    void onAFileTheSecondWaitsUntilTheFirstHasEnded(@TempDir Path directory) {
        Map<String, Object> file = Map.of("path", directory.resolve("talk.db").toString());
        crm.sends(request -> List.<Hint>of());
        people.add("firstname", "Ada", "email", "ada@x.example");
        Talk first = process("sqlite", file).build();
        try (Talk second = process("sqlite", file).build()) {
            first.sync();
            awaitTold(1);
            assertThat(first.status().isStandby()).isFalse();
            refused(second::sync);
            refused(second::status);
            refused(() -> second.stewardship().retry());
            refused(() -> second.receive("crm", WebhookRequest.of("POST", "https://x.example", Map.of(), new byte[0])));

            first.close();
            people.add("firstname", "Bo", "email", "bo@x.example");
            second.sync();
            assertThat(second.status().isStandby()).isFalse();
            assertThat(second.receive("crm", WebhookRequest.of("POST", "https://x.example", Map.of(), new byte[0])))
                    .isZero();
            assertThat(copies.find("email", "ada@x.example")).hasSize(1);
            assertThat(copies.find("email", "bo@x.example")).hasSize(1);
            awaitTold(2);
        }
        assertThat(written).extracting(GoldenEvent::id).doesNotHaveDuplicates();
    }

    private void awaitTold(int number) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(written).hasSize(number));
    }

    @Test
    void onPostgresqlTheSecondAnswersQueriesAndTakesOverFromAStalledOne() {
        Map<String, Object> schema = Postgres.settings("PT10M");
        people.add("firstname", "Ada", "email", "ada@x.example");
        try (Talk first = process("postgresql", schema).build()) {
            Talk second = process("postgresql", schema).build();
            first.sync();
            awaitTold(1);
            assertThat(second.status().isStandby()).isTrue();
            assertThat(second.status().golden()).containsEntry(EntityType.PERSON, 1L);
            assertThat(second.records().byKey("person", "ada@x.example")).hasSize(1);
            assertThat(second.records().explain("crm", "person", "1").systems()).hasSize(2);
            refused(second::sync);

            expire(schema);
            people.add("firstname", "Bo", "email", "bo@x.example");
            second.sync();
            assertThat(second.status().isStandby()).isFalse();
            awaitTold(2);

            people.add("firstname", "Cy", "email", "cy@x.example");
            refused(first::sync);
            assertThat(first.status().isStandby()).isTrue();
            assertThat(first.status().golden()).containsEntry(EntityType.PERSON, 2L);
            assertThat(copies.find("email", "cy@x.example")).isEmpty();

            second.close();
            first.sync();
            assertThat(first.status().isStandby()).isFalse();
            assertThat(copies.find("email", "cy@x.example")).hasSize(1);
            awaitTold(3);
        }
        assertThat(written).extracting(GoldenEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void aRunDuringWhichTheStoreIsTakenOverEndsAndLosesNothing() {
        Map<String, Object> schema = Postgres.settings("PT10M");
        people.add("firstname", "Ada", "email", "ada@x.example");
        try (Talk first = process("postgresql", schema).build();
                Talk second = process("postgresql", schema).build()) {
            AtomicBoolean takesOver = new AtomicBoolean(true);
            crm.interceptReads(number -> {
                if (takesOver.getAndSet(false)) {
                    // What else the first one does meanwhile, such as reading erp, may move its lease forward.
                    await().atMost(60, TimeUnit.SECONDS)
                            .ignoreExceptionsInstanceOf(TalkException.class)
                            .until(() -> {
                                expire(schema);
                                second.stewardship().retry();
                                return true;
                            });
                }
            });
            refused(first::sync);
            assertThat(first.status().isStandby()).isTrue();
            assertThat(copies.find("email", "ada@x.example")).isEmpty();
            second.sync();
            assertThat(copies.find("email", "ada@x.example")).hasSize(1);
            refused(first::sync);
            awaitTold(1);
        }
    }

    private static void expire(Map<String, Object> schema) {
        try {
            Postgres.run("update " + schema.get("schema") + ".lease set expires = clock_timestamp()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutStandbyASecondProcessIsRefused(@TempDir Path directory) {
        Map<String, Object> file = Map.of("path", directory.resolve("talk.db").toString());
        TalkBuilder second = Talk.builder().store("sqlite", file).connect("crm", crm, Map.of());
        try (Talk first = process("sqlite", file).build()) {
            assertThat(first.status().isStandby()).isFalse();
            refused(second::build);
        }
    }
}
