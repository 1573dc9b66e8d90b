package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Hint;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host needs that shares its threads, webhooks and stores among many. */
final class StopSoonTest {
    private static final TypeSpec PEOPLE = TypeSpec.of(
                    Person.SCHEMA, FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email"))
            .inserts()
            .updates()
            .build();

    private final TestClock clock = TestClock.create();
    private final MemorySystem crm = MemorySystem.at(clock);
    private final MemorySystem erp = MemorySystem.at(clock);
    private final MemoryTable crmPeople = crm.holds(PEOPLE);
    private final MemoryTable erpPeople = erp.holds(PEOPLE);

    private Talk talk() {
        return Talk.builder()
                .clock(clock)
                .store(MemoryStore.create())
                .connect("crm", crm, Map.of())
                .connect("erp", erp, Map.of())
                .trust("crm", "erp")
                .build();
    }

    @Test
    @Tag("R21")
    void aRunThatIsToStopSoonFinishesItsCallAndTheNextOneGoesOn() {
        for (int i = 0; i < 30; i++) {
            crmPeople.add("firstname", "Ada " + i, "email", "ada" + i + "@x.example");
        }
        AtomicReference<Talk> running = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicBoolean once = new AtomicBoolean();
        crm.interceptReads(number -> {
            if (!once.getAndSet(true)) {
                running.get().stopSoon();
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        try (Talk talk = talk()) {
            running.set(talk);
            talk.stopSoon();
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(talk::sync)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(interrupted).isFalse();
            assertThat(talk.status().records().get(new SystemName("crm")))
                    .as("the page that was being read is kept")
                    .containsEntry(EntityType.PERSON, 30L);
            assertThat(erpPeople.ids()).isEmpty();

            talk.sync();

            assertThat(erpPeople.ids()).hasSize(30);
            assertThat(erp.asked()).hasSize(30);
        }
    }

    @Test
    @Tag("R29")
    void hintsThatAHostHasKeptAreReadAgainByTheNextRun() {
        crm.sends(request -> List.of(new Hint(EntityType.PERSON, request.text())));
        crmPeople.keepsNoTimes();
        String id = crmPeople.add("firstname", "Ada", "email", "ada@x.example");
        try (Talk talk = talk()) {
            talk.sync();
            WebhookRequest webhook =
                    WebhookRequest.of("POST", "https://host.example/", Map.of(), id.getBytes(StandardCharsets.UTF_8));

            List<Hint> hints = talk.verify("crm", webhook);

            assertThat(hints).containsExactly(new Hint(EntityType.PERSON, id));
            assertThat(talk.hint("crm", hints)).isEqualTo(1);
            assertThat(talk.hint("crm", hints)).isZero();
            assertThatExceptionOfType(TalkException.class)
                    .isThrownBy(() -> talk.hint("nobody", hints))
                    .withMessageContaining("no connection");
            talk.sync();
            assertThat(talk.hint("crm", hints)).isEqualTo(1);
        }
    }

    @Test
    @Tag("R21")
    void aCallThatMayChangeSomethingIsNotMadeWhenTheStoreBelongsToAnother() {
        Calls calls = new Calls(writing -> outcome -> {}, () -> {
            throw new TalkException(ErrorCode.STORE_IN_USE, "taken over");
        });

        calls.begin(false).end("2xx");
        assertThatExceptionOfType(TalkException.class).isThrownBy(() -> calls.begin(true));

        assertThat(calls.count().reads()).isEqualTo(1);
        assertThat(calls.count().writes()).isZero();
    }
}
