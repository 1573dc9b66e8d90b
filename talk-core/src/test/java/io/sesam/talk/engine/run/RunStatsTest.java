package io.sesam.talk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Parked;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The report of a run, made from its statistics and the store. */
final class RunStatsTest {
    @Test
    @Tag("R22")
    void parkedWritesAreGroupedByReasonAndTenReasonsAreNamed() {
        try (MemoryStore store = MemoryStore.create()) {
            Commit commit = new Commit();
            for (int i = 0; i < 1200; i++) {
                commit.put(parked(i, "the name is too long"));
            }
            for (int i = 0; i < 12; i++) {
                commit.put(parked(2000 + i, "reason " + i));
            }
            store.commit(commit);

            SyncReport report = new RunStats().report("r", store, List.of());

            assertThat(report.parked()).isEqualTo(1212);
            assertThat(report.parkedReasons()).hasSize(10).containsEntry("crm/person: the name is too long", 1200L);
            assertThat(report.text().lines())
                    .contains("  1,200 x crm/person: the name is too long", "  crm/person: reason 0", "  and 3 more");
            assertThat(report)
                    .hasToString("run r: 0 writes, 0 golden records changed, 1212 parked, 0 in doubt,"
                            + " 0 held, paused []");
        }
    }

    private static Parked parked(int number, String reason) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, "r%04d".formatted(number));
        return Parked.builder()
                .system(new SystemName("crm"))
                .type(EntityType.PERSON)
                .golden(GoldenId.foundedBy(ref))
                .recordId(ref.id())
                .reason(reason)
                .since(Instant.EPOCH)
                .build();
    }
}
