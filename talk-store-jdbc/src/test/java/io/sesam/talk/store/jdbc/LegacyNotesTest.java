package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of notes that the kept stores do not contain. Approved, removed or damaged ones. */
final class LegacyNotesTest {
    private static final SystemName CRM = new SystemName("crm");

    private static Map<StateKey<?>, EngineState> read(String name, String text) {
        Commit commit = new Commit();
        LegacyNotes.read(name, text, commit);
        return commit.states();
    }

    @Test
    void whatIsKnownOfAPlanIsCarriedOver() {
        assertThat(read("brake/crm/person", "7 2 2026-03-02T09:45:00.000000001Z true"))
                .containsExactly(Map.entry(
                        StateKey.heldPlan(CRM, EntityType.PERSON),
                        new EngineState.PlanHold(7, 2, Instant.parse("2026-03-02T09:45:00.000000001Z"), true)));
    }

    @Test
    void idsAndNamesOfTokensMayHoldSlashes() {
        assertThat(read("kept/crm/person/a/b//c", "yes"))
                .containsOnlyKeys(StateKey.restoredRecord(new RecordRef(CRM, EntityType.PERSON, "a/b//c")));
        assertThat(read("token/", "x")).containsOnlyKeys(StateKey.token(""));
        assertThat(read("token/a//b/", "x y"))
                .containsExactly(Map.entry(StateKey.token("a//b/"), new EngineState.IssuedToken("x y")));
    }

    @Test
    void aSearchUnderWayGoesOnWhereItWas() {
        assertThat(read("expiry/register/organisation", "2026-03-16T08:05:00Z 9999-12-31T00:00:00Z id with space"))
                .containsValue(new EngineState.ExpirySweep(
                        Instant.parse("2026-03-16T08:05:00Z"), Instant.parse("9999-12-31T00:00:00Z"), "id with space"));
        assertThat(read("fields/crm/person", "/0/"))
                .containsValue(new EngineState.CoveredFields(Set.of(), 0, Set.of()));
        assertThat(read("targets/person", "erp crm"))
                .containsValue(new EngineState.TargetSystems(List.of(CRM, new SystemName("erp"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"brake/crm/person", "kept/crm/person/1", "compared/crm/person", "news/register", "token/x"})
    void whatWasRemovedByAnEmptyTextIsNotThere(String name) {
        assertThat(read(name, "")).isEmpty();
    }

    @Test
    void whatTalkNeverKeptIsLeftBehind() {
        assertThat(read("shopping", "milk")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "brake/crm/person, 7 secret",
        "brake/crm, 7 2 2026-03-02T09:45:00Z true",
        "sunk/warehouse, secret",
        "written/crm/person, secret",
        "expiry/register/organisation, 2026-03-16T08:05:00Z",
        "fields/crm/person, secret",
        "news/register, secret",
        "enriched/register, 7",
        "erasure/key, secret",
        "listed/CRM/person, 2026-03-16T08:05:00Z"
    })
    void whatCannotBeReadIsRefusedAndNotTold(String name, String text) {
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> read(name, text))
                .withMessageContainingAll(name, "Nothing was changed", "restore a backup")
                .withMessageNotContaining("secret")
                .matches(refusal -> refusal.code() == ErrorCode.STORE_FAILED);
    }
}
