package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.engine.explain.ExplanationData;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.Explanation.Destination;
import io.sesam.talk.result.Explanation.State;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.testkit.enricher.ScriptedRegister;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explanations of values and writes (R34). */
@Tag("R34")
final class ExplainTest {
    private static final RecordRef ADA = RecordRef.of("crm", PERSON, "1");

    private final World world = new World();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");

    @BeforeEach
    void settled() {
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        for (int i = 0; i < 9; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        world.settle();
        world.systems.values().forEach(system -> system.forgetCounts());
    }

    private Explanation explain(RecordRef record) {
        try (Talk talk = world.talk()) {
            return talk.records().explain(record);
        }
    }

    private Destination of(String system) {
        return of(system, explain(ADA));
    }

    private static Destination of(String system, Explanation explanation) {
        return explanation.systems().stream()
                .filter(one -> one.system().value().equals(system))
                .findFirst()
                .orElseThrow();
    }

    /** Reads changes, and writes nothing. */
    private List<PlannedChange> plan() {
        world.clock.advance(Duration.ofMinutes(1));
        List<PlannedChange> changes = new ArrayList<>();
        try (Talk talk = world.talk()) {
            talk.plan(changes::add);
        }
        return changes;
    }

    @Test
    void whoBelongsTogetherAndByWhat() {
        Explanation explanation = explain(ADA);
        RecordRef copy =
                RecordRef.of("erp", PERSON, erp.find("firstname", "Ada").get(0));
        assertThat(explanation.type()).isEqualTo(PERSON);
        assertThat(explanation.members())
                .containsExactly(
                        new ExplanationData.MemberData(ADA, ADA.toString(), true, false, false),
                        new ExplanationData.MemberData(copy, copy.toString(), true, false, false));
        assertThat(explanation.keys())
                .containsExactly(new ExplanationData.SharedKeyData("email", "ada@x.example", List.of(ADA, copy)));
        assertThat(explanation.links()).containsExactly(new Link(ADA, copy, Link.Origin.CREATED));
        assertThat(explain(copy)).isEqualTo(explanation);
        try (Talk talk = world.talk()) {
            assertThat(talk.records().explain(explanation.golden())).isEqualTo(explanation);
        }
    }

    @Test
    void whichValueWonOverWhichAndWhatWasWritten() {
        erp.put(erp.find("firstname", "Ada").get(0), "lastname", "Lovelace");
        world.settle();
        Explanation explanation = explain(ADA);
        assertThat(explanation.values())
                .filteredOn(value -> value.property().equals("lastname"))
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.winner().source().system().value()).isEqualTo("erp");
                    assertThat(value.rule()).isEqualTo("newest");
                });
        Destination crmSays = of("crm", explanation);
        assertThat(crmSays.state()).isEqualTo(State.IN_STEP);
        assertThat(crmSays.because()).isEqualTo("nothing differs");
        assertThat(crmSays.journal()).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.UPDATED);
            assertThat(entry.reason()).contains("because of erp/person/");
        });
        assertThat(of("erp", explanation).journal())
                .singleElement()
                .satisfies(entry -> assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.INSERTED));
        assertThat(explanation.lines())
                .anyMatch(line -> line.startsWith("  lastname: \"Lovelace\", from erp/person/"))
                .anyMatch(line -> line.contains("lastname \"Byron\" -> \"Lovelace\", because of erp/person/"))
                .contains("crm is in step: nothing differs");
    }

    @Test
    void whatThePlanSaysOfEveryRecordAndNothingElse() {
        crm.put("1", "lastname", "Lovelace");
        crm.put("3", "firstname", "Pia");
        crm.add("firstname", "New", "email", "new@x.example");
        erp.put(erp.find("firstname", "P5").get(0), "lastname", "Fifth");
        List<PlannedChange> plan = plan();
        assertThat(plan).hasSize(4);
        List<PlannedChange> explained = new ArrayList<>();
        for (String id : crm.ids()) {
            explain(RecordRef.of("crm", PERSON, id)).systems().forEach(system -> explained.addAll(system.planned()));
        }
        assertThat(explained).containsExactlyInAnyOrderElementsOf(plan);
        assertThat(of("erp").state()).isEqualTo(State.PLANNED);
        assertThat(of("erp").because()).isEqualTo("the next sync writes it");
        assertThat(world.system("erp").writeCalls()).isZero();
        assertThat(world.system("crm").writeCalls()).isZero();
        assertThat(plan()).as("explaining has changed nothing").isEqualTo(plan);
    }

    @Test
    void whatWasRefusedAndWhy() {
        erp.answering(operation -> operation.kind() == Operation.Kind.UPDATE
                ? Optional.of(new Outcome.Rejected("the surname is not allowed"))
                : Optional.empty());
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        Destination erpSays = of("erp");
        assertThat(erpSays.state()).isEqualTo(State.PARKED);
        assertThat(erpSays.because()).contains("since 20", "the surname is not allowed");
        assertThat(erpSays.journal().get(0).outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
        assertThat(erpSays.left()).extracting(Explanation.Left::property).containsExactly("lastname");
    }

    @Test
    void inPlainWords() {
        crm.put("1", "lastname", "Lovelace");
        world.clock.advance(Duration.ofSeconds(90));
        erp.put(erp.find("firstname", "Ada").get(0), "firstname", "Augusta");
        plan();
        String id = erp.find("firstname", "Augusta").get(0);
        List<String> words = explain(ADA).lines();
        assertThat(words)
                .contains(
                        "  crm/person/1",
                        "  erp/person/" + id,
                        "What belongs together, and why:",
                        "  crm/person/1 and erp/person/" + id + " have the same email, \"ada@x.example\"",
                        "  crm/person/1 and erp/person/" + id + ": Talk made the one from the other",
                        "erp is planned: the next sync writes it",
                        "  it changes the record " + id
                                + ": lastname \"Byron\" -> \"Lovelace\", because of crm/person/1")
                .anyMatch(line -> line.startsWith("  firstname: \"Augusta\", from erp/person/" + id + " at 2026-"))
                .anyMatch(line -> line.startsWith("    not \"Ada\", from crm/person/1 at 2026-"))
                .anyMatch(line -> line.matches("  2026-\\S+Z: inserted " + id + ": firstname \"Ada\", .*"));
        crm.add("firstname", "New", "email", "new@x.example");
        plan();
        assertThat(explain(RecordRef.of("crm", PERSON, "11")).lines())
                .contains("  it makes a record: firstname \"New\", email \"new@x.example\", because of crm/person/11")
                .doesNotContain("What belongs together, and why:");
    }

    @Test
    void whatTheHostDoesNotWant() {
        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().share(false));
        assertThat(of("erp").state()).isEqualTo(State.NOT_WRITTEN);
        assertThat(of("erp").because()).isEqualTo("sharing with erp is off");
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        assertThat(of("erp").left()).as("no value was compared").isEmpty();
        world.people("staff");
        world.config = builder ->
                builder.policy("staff", PERSON.name(), TargetPolicy.defaults().fullSync(false));
        world.sync();
        assertThat(of("staff").because()).contains("full sync is off");
        assertThat(of("staff").left()).isEmpty();
    }

    @Test
    void whatAPersonDeletedIsNotMadeAgain() {
        erp.delete(erp.find("firstname", "Ada").get(0));
        world.sync();
        assertThat(of("erp").state()).isEqualTo(State.NOT_WRITTEN);
        assertThat(of("erp").because()).contains("a deleted record is not inserted again");
        assertThat(explain(ADA).lines()).anyMatch(line -> line.matches("  erp/person/\\d+ \\(gone\\)"));
        crm.delete("1");
        world.sync();
        Explanation explanation = explain(ADA);
        assertThat(explanation.values()).isEmpty();
        assertThat(explanation.systems()).allMatch(system -> system.because().equals("all its records were deleted"));
    }

    @Test
    void whatASystemHasNoRoomFor() {
        world.holds(
                "mail",
                TypeSpec.of(Person.SCHEMA, List.of(FieldSpec.of("email"), FieldSpec.readOnly("firstname")))
                        .inserts()
                        .updates()
                        .build());
        world.settle();
        Destination mail = of("mail");
        assertThat(mail.state()).isEqualTo(State.IN_STEP);
        assertThat(mail.left())
                .containsExactly(
                        new ExplanationData.LeftData("firstname", "the field cannot be written"),
                        new ExplanationData.LeftData("lastname", "there is no such field"));
        assertThat(explain(ADA).lines()).contains("  lastname is not written: there is no such field");
    }

    @Test
    void whatASystemDoesNotTake() {
        World other = new World();
        other.people("crm").add("firstname", "Ada", "email", "ada@x.example");
        other.holds(
                        "shop",
                        TypeSpec.of(Person.SCHEMA, List.of(FieldSpec.of("email"), FieldSpec.of("firstname")))
                                .inserts()
                                .build())
                .add("firstname", "Eda", "email", "ada@x.example");
        other.sync();
        other.table("crm", PERSON).put("1", "firstname", "Ida");
        other.sync();
        try (Talk talk = other.talk()) {
            Destination shop = of("shop", talk.records().explain(ADA));
            assertThat(shop.state()).isEqualTo(State.NOT_WRITTEN);
            assertThat(shop.because()).isEqualTo("shop accepts no updates of this type");
        }
    }

    @Test
    void whatTheBrakeHasStopped() {
        world.config = builder ->
                builder.changeLimit(ChangeLimit.defaults().changes(3, 1).removals(1, 1));
        for (String id : crm.ids()) {
            crm.put(id, "lastname", "Lovelace");
        }
        world.sync();
        assertThat(of("erp").state()).isEqualTo(State.PLANNED);
        assertThat(of("erp").because()).contains("approve or reject it");
    }

    @Test
    void whatSeveralRecordsOfOneSystemKeepForThemselves() {
        erp.add("firstname", "Augusta", "email", "ada@x.example");
        world.clock.advance(Duration.ofSeconds(1));
        crm.put("1", "firstname", "Adele");
        world.settle();
        Destination erpSays = of("erp");
        assertThat(erpSays.left())
                .contains(
                        new ExplanationData.LeftData("firstname", "one of several records there keeps its own value"));
    }

    @Test
    void aValueThatASystemStoresInAnotherFormIsNotCalledRefused() {
        MemoryTable mail = world.holds(
                "mail",
                TypeSpec.of(
                                Person.SCHEMA,
                                List.of(
                                        FieldSpec.of("email"),
                                        FieldSpec.of("firstname").normalises(FieldSpec.Normalisation.UPPER_CASE)))
                        .inserts()
                        .updates()
                        .build());
        mail.add("firstname", "ADA", "email", "ada@x.example");
        mail.makes("firstname", text -> text.toUpperCase(Locale.ROOT));
        world.settle();
        crm.put("1", "firstname", "Ada");
        crm.put("2", "firstname", "Pia");
        world.settle();
        world.system("mail").forgetCounts();
        String form = "the system stores the value in another form, which counts as the same";
        assertThat(reasons(of("mail"))).containsEntry("firstname", form);
        assertThat(mail.find("firstname", "PIA"))
                .as("written, and stored in capitals")
                .hasSize(1);
        assertThat(reasons(of("mail", explain(RecordRef.of("crm", PERSON, "2")))))
                .containsEntry("firstname", form);
        world.sync();
        assertThat(world.system("mail").writeCalls()).isZero();
    }

    @Test
    @Tag("R16")
    void aValueThatWaitsForTheFirstCompleteReadingSaysSo() {
        World other = new World();
        other.people("crm").add("firstname", "Ada", "email", "ada@x.example");
        other.clock.advance(Duration.ofHours(1));
        other.people("erp").add("firstname", "Augusta", "email", "ada@x.example");
        other.people("staff");
        other.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));
        other.sync();
        try (Talk talk = other.talk()) {
            assertThat(reasons(of("crm", talk.records().explain(ADA))))
                    .containsEntry(
                            "firstname",
                            "filled values are not overwritten before every system has been read completely once");
        }
        other.settle();
        assertThat(other.table("crm", PERSON).text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    @Tag("R3")
    void aValueThatDoesNotFitHasTheRefusalAsItsReason() {
        MemoryTable mail = world.holds(
                "mail",
                TypeSpec.of(
                                Person.SCHEMA,
                                List.of(
                                        FieldSpec.of("email"),
                                        FieldSpec.of("lastname").maxLength(5)))
                        .inserts()
                        .updates()
                        .build());
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        assertThat(reasons(of("mail"))).containsEntry("lastname", "lastname has 8 characters; 5 fit there");
        world.sync();
        assertThat(mail.text(mail.find("email", "ada@x.example").get(0), "lastname"))
                .isEqualTo("Byron");
    }

    @Test
    @Tag("R43")
    void aTextThatIsNotUnderstoodReplacesNothingAndSaysSo() {
        World other = new World();
        MemoryTable a = other.organisations("crm");
        MemoryTable b = other.organisations("erp");
        MemoryTable people = other.people("crm");
        MemoryTable staff = other.people("erp");
        b.add("name", "Acme", "address", "Old Street 1", "country", "NO");
        staff.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example", "gender", "F");
        other.settle();
        a.put("1", "address", "New Street 2", "country", "Middle Earth");
        people.put("1", "gender", "Captain", "email", "call her");
        other.settle();
        assertThat(b.text("1", "country")).isEqualTo("NO");
        assertThat(b.text("1", "address")).as("an address moves as one").isEqualTo("Old Street 1");
        assertThat(a.text("1", "country")).as("kept as said").isEqualTo("Middle Earth");
        assertThat(staff.text("1", "gender")).isEqualTo("F");
        assertThat(staff.text("1", "email")).isEqualTo("ada@x.example");
        assertThat(people.text("1", "email")).isEqualTo("call her");
        try (Talk talk = other.talk()) {
            Explanation explanation = talk.records().explain("crm", "organisation", "1");
            assertThat(reasons(of("erp", explanation)))
                    .containsEntry("country", "the text is not understood, and replaces no value that is")
                    .containsKey("address");
            assertThat(of("erp", explanation).state()).isEqualTo(State.PARKED);
        }
        a.put("1", "country", "Norge");
        other.settle();
        assertThat(b.text("1", "address")).isEqualTo("New Street 2");
    }

    @Test
    void aValueThatTheSystemRefusedHasItsAnswerAsReason() {
        erp.answering(operation -> Optional.of(new Outcome.Rejected("the surname is not allowed")));
        crm.put("1", "lastname", "Lovelace");
        world.sync();
        assertThat(reasons(of("erp")).get("lastname"))
                .startsWith("it was refused there, and nothing has changed since:")
                .contains("the surname is not allowed");
        world.system("erp").forgetCounts();
        world.sync();
        assertThat(world.system("erp").writeCalls()).isZero();
    }

    @Test
    @Tag("R11")
    void recordsThatContradictEachOtherAreNamedAsTheReason() {
        World other = new World();
        MemoryTable old = other.people("erp");
        old.add("firstname", "Ada", "email", "ada@x.example");
        other.clock.advance(Duration.ofHours(1));
        other.people("crm").add("firstname", "Augusta", "email", "ada@x.example");
        other.table("crm", PERSON).add("firstname", "Adele", "email", "ada@x.example");
        other.settle();
        try (Talk talk = other.talk()) {
            Explanation explanation = talk.records().explain(RecordRef.of("erp", PERSON, "1"));
            assertThat(reasons(of("erp", explanation)))
                    .containsEntry(
                            "firstname",
                            "the records of crm contradict each other, so their values overwrite no other");
            assertThat(reasons(of("crm", explanation)))
                    .containsEntry("firstname", "one of several records there keeps its own value");
        }
        other.settle();
        assertThat(old.text("1", "firstname")).isEqualTo("Ada");
        assertThat(other.table("crm", PERSON).text("2", "firstname")).isEqualTo("Adele");
    }

    private static Map<String, String> reasons(Destination destination) {
        return destination.left().stream()
                .collect(Collectors.toMap(Explanation.Left::property, Explanation.Left::reason));
    }

    @Test
    @Tag("R31")
    void whatARegisterSaysIsCalledByItsEntry() {
        World other = new World();
        ScriptedRegister register = ScriptedRegister.empty().enter("900", "name", "Acme AS", "zip", "0150");
        other.config = builder -> builder.enricher("register", register, Map.of());
        other.organisations("crm").add("name", "Acme AS");
        other.organisations("erp");
        other.settle();
        try (Talk talk = other.talk()) {
            Explanation explanation = talk.records().explain(RecordRef.of("crm", EntityType.ORGANISATION, "1"));
            assertThat(explanation.members())
                    .filteredOn(Explanation.Member::isEnrichment)
                    .singleElement()
                    .satisfies(member -> assertThat(member.record().id()).startsWith("900@"));
            assertThat(explanation.lines())
                    .contains("  register/organisation/900 (an enricher's answer, which fills blanks)")
                    .anyMatch(line ->
                            line.startsWith("  zip: \"0150\"") && line.contains("register/organisation/900 at "))
                    .anyMatch(line -> line.endsWith("register/organisation/900: the register's entry is about it"))
                    .noneMatch(line -> line.contains("@"));
        }
    }

    @Test
    void whoWasKeptApartByAPerson() {
        RecordRef copy =
                RecordRef.of("erp", PERSON, erp.find("firstname", "Ada").get(0));
        try (Talk talk = world.talk()) {
            talk.stewardship().unlink(ADA, copy);
        }
        Explanation explanation = explain(ADA);
        assertThat(explanation.members()).extracting(Explanation.Member::record).containsExactly(ADA);
        assertThat(explanation.lines())
                .contains("  " + ADA + " and " + copy + ": a person decided that they are not the same");
    }

    @Test
    void aSystemThatCannotTellWhatItHoldsSaysSoAndTheOthersAreExplained() {
        world.system("erp").failNextTypes(new TalkException(ErrorCode.UNREACHABLE, "erp is closed today"));
        Explanation explanation = explain(ADA);
        assertThat(of("erp", explanation).because()).isEqualTo("its types could not be read: erp is closed today");
        assertThat(of("erp", explanation).journal())
                .as("what was written is remembered")
                .hasSize(1);
        assertThat(of("crm", explanation).state()).isEqualTo(State.IN_STEP);
    }

    @Test
    void whatIsNotKnownIsRefusedInWords() {
        assertThatThrownBy(() -> explain(RecordRef.of("crm", PERSON, "77")))
                .isInstanceOf(TalkException.class)
                .hasMessageContaining("no record crm/person/77 is known");
        try (Talk talk = world.talk()) {
            assertThatThrownBy(() -> talk.records().explain(new GoldenId("nobody")))
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("no golden record nobody is known");
        }
    }

    @Test
    @Tag("R35")
    void theJournalHasEveryWriteNewestFirst() {
        try (Talk talk = world.talk()) {
            assertThat(talk.records().journal(0, 100))
                    .hasSize(10)
                    .allMatch(entry -> entry.outcome() == AuditEntry.Outcome.INSERTED);
            assertThat(talk.records().journal(8, 100)).hasSize(2);
        }
    }
}
