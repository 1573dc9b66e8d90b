package io.sesam.talk.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.plan.PlannedWrite;
import io.sesam.talk.engine.plan.WriteTarget;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is journalled of each outcome. */
final class OutcomeRecorderTest {
    private static final Fields ADA =
            Person.of("Ada", "Lovelace", "ada@x.example").toFields();
    private static final TypeSpec SPEC = TypeSpec.of(Person.SCHEMA, FieldSpec.of("firstname"))
            .inserts()
            .updates()
            .archives()
            .build();
    private static final GoldenRecord GOLDEN = Survivorship.newest(Person.SCHEMA, List.of())
            .merge(SourceRecord.at(RecordRef.of("crm", EntityType.PERSON, "1"), ADA, 1));

    private final Commit commit = new Commit();
    private final OutcomeRecorder outcomeRecorder = new OutcomeRecorder(
            new WriteTarget(new SystemName("erp"), SPEC, TargetPolicy.defaults(), Map.of(), true, true, ""),
            "run",
            Instant.EPOCH,
            Sight.at(Instant.EPOCH),
            Map.of(),
            commit);

    @Test
    @Tag("R35")
    void everyKindOfWriteIsJournalledAsWhatItWas() {
        take(Operation.insert("a", ADA), Outcome.applied("1"));
        take(Operation.update("b", "2", ADA, ADA, null), Outcome.applied("2"));
        take(Operation.archive("c", "3", ADA, null), Outcome.applied("3"));
        take(Operation.update("d", "4", ADA, ADA, null), new Outcome.Rejected("no"));

        assertThat(commit.audit())
                .extracting(entry -> entry.outcome().text())
                .containsExactly("inserted", "updated", "archived", "refused");
        assertThat(outcomeRecorder.counts().archived).isEqualTo(1);
        assertThat(commit.intentsClosed()).containsExactly("a", "b", "c", "d");
    }

    private void take(Operation operation, Outcome outcome) {
        RecordRef origin = GOLDEN.member(0).ref();
        outcomeRecorder.take(
                new WriteResult<>(new PlannedWrite(operation, GOLDEN, origin, null, List.of(), ""), outcome));
    }
}
