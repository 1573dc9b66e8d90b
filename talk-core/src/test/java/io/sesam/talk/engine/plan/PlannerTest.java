package io.sesam.talk.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The decision, one case after the other, each with its reason. */
final class PlannerTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");
    private static final TypeSpec SPEC = TypeSpec.of(
                    Person.SCHEMA,
                    FieldSpec.of("firstname").maxLength(10),
                    FieldSpec.of("lastname").required(),
                    FieldSpec.of("email"),
                    FieldSpec.readOnly("gender"))
            .inserts()
            .updates()
            .build();

    private final SourceRecord ada = person("crm", "Ada", "Lovelace");
    private List<Parked> parked = List.of();
    private List<Intent> open = List.of();

    @Test
    @Tag("R17")
    void sharingOffMeansNothingAndSaysSo() {
        assertNothing(decide(TargetPolicy.defaults().share(false), true, live(ada)), "sharing with erp is off");
    }

    @Test
    @Tag("R16")
    void noInsertBeforeAllHaveBeenRead() {
        assertNothing(
                decide(TargetPolicy.defaults(), false, live(ada)), "inserts wait until every system has been read");
    }

    @Test
    @Tag("R17")
    void whatWasThereAndIsGoneIsNotMadeAgain() {
        StoredRecord gone = stored(person("erp", "Ada", "Lovelace"), StoredRecord.Status.GONE, false);

        assertNothing(decide(live(ada), gone), "a deleted record is not inserted again");
    }

    @Test
    @Tag("R17")
    void whatIsOlderThanTheConnectionWaitsForFullSync() {
        TargetPolicy limited = TargetPolicy.defaults().fullSync(false);
        assertNothing(decide(limited, true, live(ada.firstSeenAt(120).createdAt(99))), "full sync is off");
        assertNothing(decide(limited, true, live(ada.firstSeenAt(120))), "full sync is off");
        assertNothing(decide(limited, true, live(ada.firstSeenAt(99).createdAt(200))), "full sync is off");
        assertThat(decide(limited, true, live(ada.firstSeenAt(120).createdAt(100)))
                        .writes())
                .hasSize(1);
    }

    /** The creation time is by the system's clock, and the connection's by the host's. */
    @Test
    @Tag("R12")
    @Tag("R17")
    void whatAppearedAfterTheConnectionIsNewWhateverItsCreationTime() {
        TargetPolicy limited = TargetPolicy.defaults().fullSync(false);
        assertThat(decide(limited, true, live(ada.firstSeenAt(121).createdAt(99)))
                        .writes())
                .hasSize(1);
        assertThat(decide(limited, true, live(ada.firstSeenAt(121))).writes()).hasSize(1);
    }

    @Test
    @Tag("R21")
    void anInsertThatNobodyAnsweredIsNotSentAgain() {
        open = List.of(Intent.builder()
                .operation("op")
                .system(ERP)
                .type(EntityType.PERSON)
                .kind(Operation.Kind.INSERT)
                .golden(golden(ada).id())
                .origin(ada.ref())
                .since(Instant.EPOCH)
                .fields(ada.rawValues())
                .unknown(true)
                .build());

        assertNothing(decide(live(ada)), "waiting to see the record");
    }

    @Test
    @Tag("R11")
    void aCrowdIsLeftAlone() {
        assertNothing(decide(stored(ada, StoredRecord.Status.LIVE, true)), "too many records share its match key");
    }

    @Test
    @Tag("R17")
    void withoutARequiredFieldTheInsertIsRefusedWithItsName() {
        Decision decision = decide(live(person("crm", "Ada", "")));

        assertThat(decision.writes()).isEmpty();
        assertThat(decision.refusals())
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.reason()).contains("erp cannot insert a person without lastname"));
    }

    @Test
    @Tag("R17")
    void anInsertHoldsWhatTheTargetCanHold() {
        PlannedWrite write = decide(live(ada)).writes().get(0);

        assertThat(write.operation().kind()).isEqualTo(Operation.Kind.INSERT);
        assertThat(write.operation().fields()).hasToString("person[firstname, lastname, email]");
        assertThat(write.origin()).isEqualTo(ada.ref());
    }

    @Test
    @Tag("R17")
    @Tag("R18")
    void aPatchHoldsTheDifferenceAndNoDifferenceIsNoPatch() {
        SourceRecord erp = person("erp", "Ada", "Byron");
        Decision decision = decide(live(newer(ada)), live(erp));
        assertThat(decision.writes().get(0).operation().fields()).hasToString("person[lastname]");
        assertThat(decision.writes().get(0).operation().basedOn()).isEqualTo(erp.rawValues());

        Decision same = decide(live(ada), live(person("erp", " Ada", "Lovelace ")));
        assertNothing(same, "nothing differs");
        assertThat(same.unchanged()).isEqualTo(1);
    }

    @Test
    @Tag("R22")
    void whatWasRefusedIsNotAskedAgainUntilItIsAnother() {
        PlannedWrite write = decide(live(ada)).writes().get(0);
        parked = List.of(Parked.builder()
                .system(ERP)
                .type(EntityType.PERSON)
                .golden(write.golden().id())
                .reason("no")
                .fingerprint(write.fingerprint())
                .since(Instant.EPOCH)
                .build());

        assertNothing(decide(live(ada)), "refused there before");
        assertThat(decide(live(person("crm", "Ada", "King"))).writes()).hasSize(1);
    }

    @Test
    @Tag("R22")
    void aValueThatDoesNotFitIsRefusedAloneAndWithoutBeingTold() {
        SourceRecord erp = person("erp", "Ada", "Byron");

        PlannedWrite write = decide(live(newer(person("crm", "Augusta Ada", "Lovelace"))), live(erp))
                .writes()
                .get(0);

        assertThat(write.operation().fields()).hasToString("person[lastname]");
        assertThat(write.refused())
                .singleElement()
                .asString()
                .contains("firstname has 11 characters; 10 fit")
                .doesNotContain("Augusta");
    }

    @Test
    @Tag("R20")
    void anEchoOfTheGoldenValueIsNoDifferenceHoweverItIsSpelt() {
        SourceRecord erp = person("erp", "ADA", "Lovelace");
        erp = Normalizer.normalize(erp.stamped(erp.stamps().with(0, 1, Stamps.ECHO, "Ada")));

        assertNothing(decide(live(ada), live(erp)), "nothing differs");
    }

    private static void assertNothing(Decision decision, String because) {
        assertThat(decision.writes()).isEmpty();
        assertThat(decision.because()).contains(because);
    }

    private Decision decide(StoredRecord... members) {
        return decide(TargetPolicy.defaults(), true, members);
    }

    private Decision decide(TargetPolicy policy, boolean insertsAllowed, StoredRecord... members) {
        List<SourceRecord> live = new ArrayList<>();
        for (StoredRecord member : members) {
            if (member.isLive()) {
                live.add(member.record());
            }
        }
        Candidate candidate = new Candidate(golden(live.toArray(SourceRecord[]::new)), List.of(members), parked, open);
        WriteTarget target =
                new WriteTarget(ERP, SPEC, policy, Map.of(ERP, 100L, CRM, 120L), insertsAllowed, true, "facts");
        return new Planner(target, () -> "operation", UnaryOperator.identity()).decide(candidate);
    }

    private static GoldenRecord golden(SourceRecord... live) {
        return Survivorship.newest(Person.SCHEMA, List.of()).merge(live);
    }

    private static StoredRecord live(SourceRecord record) {
        return stored(record, StoredRecord.Status.LIVE, false);
    }

    private static StoredRecord stored(SourceRecord record, StoredRecord.Status status, boolean inCrowd) {
        return new StoredRecord(record, status, null, Set.of(), inCrowd, null, 0);
    }

    private static SourceRecord newer(SourceRecord record) {
        return Normalizer.normalize(SourceRecord.at(record.ref(), record.rawValues(), 50));
    }

    private static SourceRecord person(String system, String firstname, String lastname) {
        Fields fields = Fields.builder(Person.SCHEMA)
                .text("firstname", firstname)
                .text("lastname", lastname)
                .text("email", "ada@x.example")
                .build();
        return Normalizer.normalize(SourceRecord.at(RecordRef.of(system, EntityType.PERSON, "1"), fields, 1));
    }
}
