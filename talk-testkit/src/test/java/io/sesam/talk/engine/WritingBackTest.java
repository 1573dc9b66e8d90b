package io.sesam.talk.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.plan.TargetPolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.sync.Report;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is written to whom, and what is not. */
final class WritingBackTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();

    @Test
    @Tag("R16")
    void nothingIsInsertedBeforeEverySystemHasBeenReadOnce() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable staff = world.people("staff");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        staff.add("firstname", "Alan", "email", "alan@x.example");
        world.system("staff").failNextRead(new TalkException(ErrorCode.ACCESS_REFUSED, "token revoked"));

        Report first = world.sync();
        assertThat(first.paused()).containsOnlyKeys(new SystemName("staff"));
        assertThat(first.writes()).isZero();
        assertThat(erp.ids()).isEmpty();

        world.sync();
        assertThat(erp.ids()).hasSize(2);
        assertThat(crm.ids()).hasSize(2);
        assertThat(staff.ids()).hasSize(2);
    }

    @Test
    @Tag("R9")
    void whatTalkMakesIsNeverTheOldestOfItsClusterHoweverCoarseTheClock() {
        world.people("crm");
        world.people("erp");
        MemoryTable staff = world.people("staff");
        String alan = staff.add("firstname", "Alan", "email", "alan@x.example");

        Report report = world.sync();

        GoldenId id = GoldenId.foundedBy(RecordRef.of("staff", PERSON, alan));
        assertThat(world.store.goldens(List.of(id))).noneMatch(StoredGolden::removed);
        assertThat(report.golden().get(PERSON).created()).isEqualTo(1);
        assertThat(report.goldenChanges()).isEqualTo(1);
    }

    @Test
    @Tag("R21")
    @Tag("R19")
    void whatTurnsOutToBelongTogetherWhileWritingIsNotMadeTwice() {
        MemoryTable crm = world.people("crm", facts -> facts.writeLimit(1));
        MemoryTable erp = world.people("erp", facts -> facts.writeLimit(1));
        for (int i = 0; i < 6; i++) {
            crm.add("firstname", "P" + i, "email", "p" + i + "@x.example");
        }
        List<String> byDecision = new ArrayList<>(crm.ids());
        byDecision.sort(Comparator.comparing(id -> GoldenId.foundedBy(RecordRef.of("crm", PERSON, id))));
        String last = byDecision.get(5);
        crm.delete(last);
        world.settle();

        crm.put(last, "firstname", "New", "email", "new@x.example");
        String first = byDecision.get(0);
        crm.put(first, "lastname", "Changed");
        erp.answering(operation -> {
            if (operation.kind() == Operation.Kind.UPDATE) {
                erp.put(operation.existingId(), "email", "new@x.example");
                erp.answering(other -> Optional.empty());
            }
            return Optional.empty();
        });
        world.settle();

        assertThat(erp.find("email", "new@x.example")).hasSize(1);
        assertThat(erp.ids()).hasSize(5);
    }

    @Test
    @Tag("R16")
    void oneSystemAloneIsReadAndNeverWritten() {
        MemoryTable crm = world.people("crm");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "", "email", "ada@x.example");

        Report report = world.sync();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        assertThat(crm.ids()).hasSize(2);
    }

    @Test
    @Tag("R17")
    void sharingOffMeansReadOnly() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.add("firstname", "Alan", "email", "alan@x.example");
        world.config =
                builder -> builder.allow("erp", PERSON, TargetPolicy.defaults().share(false));

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(crm.ids()).hasSize(2);
        assertThat(world.system("erp").writeCalls()).isZero();
    }

    @Test
    @Tag("R17")
    void withoutFullSyncOnlyWhatIsNewerThanTheConnectionIsInserted() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.keepsNoTimes().add("firstname", "Old", "email", "old@x.example");
        world.config =
                builder -> builder.allow("erp", PERSON, TargetPolicy.defaults().fullSync(false));
        world.settle();
        assertThat(erp.ids()).isEmpty();

        crm.add("firstname", "New", "email", "new@x.example");
        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(erp.text(erp.ids().get(0), "firstname")).isEqualTo("New");
    }

    @Test
    @Tag("R17")
    @Tag("R22")
    void aMissingRequiredFieldRefusesTheInsertAndIsTriedAgainWhenItComes() {
        MemoryTable crm = world.people("crm");
        TypeSpec spec = TypeSpec.of(
                        Person.SCHEMA,
                        FieldSpec.of("firstname"),
                        FieldSpec.of("lastname").required(),
                        FieldSpec.of("email"))
                .inserts()
                .updates()
                .build();
        MemoryTable erp = world.holds("erp", spec);
        String ada = crm.add("firstname", "Ada", "email", "ada@x.example");

        Report refused = world.sync();
        assertThat(refused.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(refused.parked()).isEqualTo(1);
        assertThat(world.store.parked(0, 10).get(0).reason()).contains("erp").contains("lastname");
        assertThat(erp.ids()).isEmpty();
        world.sync();
        assertThat(world.system("erp").writeCalls()).isZero();

        crm.put(ada, "lastname", "Lovelace");
        Report done = world.settle();
        assertThat(erp.ids()).hasSize(1);
        assertThat(done.parked()).isZero();
    }

    @Test
    @Tag("R22")
    void oneRefusedRecordDoesNotHoldTheOthersUpAndIsNotAskedAgainUnchanged() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 7; i++) {
            crm.add("firstname", "Person" + i, "email", "p" + i + "@x.example");
        }
        erp.answering(operation -> operation
                        .fields()
                        .text("firstname")
                        .known()
                        .filter("Person3"::equals)
                        .isPresent()
                ? Optional.of(new Outcome.Rejected("we do not like this one"))
                : Optional.empty());

        Report report = world.sync();
        assertThat(report.written().get(ERP).get(PERSON).inserted()).isEqualTo(6);
        assertThat(report.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(report.parked()).isEqualTo(1);

        world.system("erp").forgetCounts();
        world.sync();
        assertThat(world.system("erp").asked()).isEmpty();

        crm.put("4", "lastname", "Changed");
        erp.answering(operation -> Optional.empty());
        Report healed = world.settle();
        assertThat(erp.ids()).hasSize(7);
        assertThat(healed.parked()).isZero();
    }

    @Test
    @Tag("R22")
    void whatWasRefusedIsTriedAgainByHandAndWhenSettingsChange() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.answering(operation -> Optional.of(new Outcome.Rejected("no")));
        world.sync();
        world.sync();
        assertThat(world.system("erp").writeCalls()).isEqualTo(1);

        try (var talk = world.talk()) {
            talk.retry();
        }
        world.sync();
        assertThat(world.system("erp").writeCalls()).isEqualTo(2);

        world.config = builder ->
                builder.allow("erp", PERSON, TargetPolicy.defaults().duplicates(TargetPolicy.OnDuplicate.SYNC));
        erp.answering(operation -> Optional.empty());
        assertThat(world.settle().parked()).isZero();
        assertThat(erp.ids()).hasSize(1);
    }

    @Test
    @Tag("R17")
    void aPatchCarriesOnlyTheFieldsThatDiffer() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        erp.add("firstname", "Ada", "lastname", "", "email", "ADA@x.example ");

        world.sync();

        Operation patch = world.system("erp").asked().get(0);
        assertThat(patch.kind()).isEqualTo(Operation.Kind.UPDATE);
        assertThat(patch.fields()).hasToString("person[lastname]");
        assertThat(erp.text("1", "email")).isEqualTo("ADA@x.example ");
        assertThat(world.system("crm").asked()).isEmpty();
    }

    @Test
    @Tag("R20")
    @Tag("R18")
    @Tag("acceptance-32")
    void whatASystemMakesOfAValueIsNoEditAndNeverTravels() {
        MemoryTable crm =
                world.people("crm").makes("lastname", text -> text.length() > 6 ? text.substring(0, 6) : text);
        MemoryTable erp = world.people("erp").makes("lastname", text -> text.toUpperCase(Locale.ROOT));
        MemoryTable staff = world.people("staff").keepsQuietAfterWrites().makes("firstname", String::strip);
        erp.add("firstname", "Ada", "lastname", "LOVELACE", "email", "ada@x.example");
        crm.add("firstname", "Alan", "lastname", "Turing", "email", "alan@x.example");
        staff.add("firstname", "Grace", "lastname", "Brewster Hopper", "email", "grace@x.example");

        world.settle();
        for (int run = 0; run < 10; run++) {
            world.systems.values().forEach(MemorySystem::forgetCounts);
            assertThat(world.sync().writes()).isZero();
        }

        assertThat(staff.text(staff.find("email", "ada@x.example").get(0), "lastname"))
                .isEqualTo("LOVELACE");
        assertThat(staff.text("1", "lastname")).isEqualTo("Brewster Hopper");
        assertThat(crm.text(crm.find("email", "grace@x.example").get(0), "lastname"))
                .isEqualTo("Brewst");
        assertThat(erp.text(erp.find("email", "grace@x.example").get(0), "lastname"))
                .isEqualTo("BREWSTER HOPPER");
    }

    @Test
    @Tag("R20")
    void anEditOfARenderedValueIsAnEdit() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp").makes("lastname", text -> text.toUpperCase(Locale.ROOT));
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        world.settle();

        erp.put("1", "lastname", "King");
        world.settle();

        assertThat(crm.text("1", "lastname")).isEqualTo("KING");
    }

    @Test
    @Tag("R20")
    void declaredNormalisationsNeedNoWriteAtAll() {
        MemoryTable crm = world.people("crm");
        TypeSpec lossy = TypeSpec.of(
                        Person.SCHEMA,
                        FieldSpec.of("firstname")
                                .maxLength(4)
                                .normalises(Normalisation.TRUNCATE, Normalisation.UPPER_CASE),
                        FieldSpec.of("email"))
                .updates()
                .inserts()
                .build();
        MemoryTable erp = world.holds("erp", lossy);
        crm.add("firstname", "Alexander", "email", "alex@x.example");
        erp.add("firstname", "ALEX", "email", "alex@x.example");
        erp.put("1", "firstname", "ALEX");
        world.clock.advance(Duration.ofHours(1));
        crm.put("1", "firstname", "Alexander");

        assertThat(world.sync().writes()).isZero();
        assertThat(crm.text("1", "firstname")).isEqualTo("Alexander");
    }

    @Test
    @Tag("R12")
    @Tag("acceptance-6")
    void talksOwnWriteIsNoEditHoweverTheTargetStampsIt() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        world.settle();

        assertThat(erp.text("1", "lastname")).isEqualTo("Lovelace");
        assertThat(crm.text("1", "lastname")).isEqualTo("Lovelace");
    }

    @Test
    @Tag("acceptance-22")
    @Tag("R12")
    void whatASystemAddsByItselfLaterFillsBlanksAndTakesNothingBack() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable hub = world.organisations("hub");
        crm.add("name", "Acme", "domain", "acme.example");
        world.settle();
        crm.put("1", "address", "New street 2");
        world.clock.advance(Duration.ofMinutes(5));
        hub.put("1", "zip", "0150", "country", "NO");

        world.settle();

        assertThat(crm.text("1", "domain")).isEqualTo("acme.example");
        assertThat(crm.text("1", "zip")).isEqualTo("0150");
        assertThat(hub.text("1", "domain")).isEqualTo("acme.example");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R12")
    void theNewestEditOfEachPropertyWinsWhereverItIsMade() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();

        crm.put("1", "firstname", "Augusta");
        world.clock.advance(Duration.ofMinutes(5));
        erp.put("1", "lastname", "Lovelace");
        world.settle();

        for (MemoryTable table : new MemoryTable[] {crm, erp}) {
            assertThat(table.text("1", "firstname")).isEqualTo("Augusta");
            assertThat(table.text("1", "lastname")).isEqualTo("Lovelace");
        }
    }

    @Test
    @Tag("R13")
    @Tag("acceptance-4")
    void clearingALinkedValueTravelsButABlankAtFirstSightDoesNot() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        world.clock.advance(Duration.ofDays(1));
        erp.add("firstname", "Ada", "lastname", "", "email", "ada@x.example");
        world.settle();
        assertThat(erp.text("1", "lastname")).isEqualTo("Lovelace");

        crm.put("1", "lastname", "");
        world.settle();

        assertThat(erp.text("1", "lastname")).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R14")
    @Tag("acceptance-24")
    @Tag("acceptance-25")
    void anAddressMovesAsOne() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        crm.add("name", "Acme", "address", "Old street 1", "address2", "Suite 5", "zip", "0150", "country", "NO");
        world.clock.advance(Duration.ofDays(1));
        erp.add("name", "Acme", "address", "New street 2", "address2", "", "zip", "0250", "country", "Norge");

        world.settle();

        assertThat(crm.text("1", "address")).isEqualTo("New street 2");
        assertThat(crm.text("1", "address2")).isEmpty();
        assertThat(crm.text("1", "zip")).isEqualTo("0250");
        assertThat(crm.text("1", "country")).isEqualTo("NO");
        assertThat(erp.text("1", "country")).isEqualTo("Norge");
        assertThat(world.sync().goldenChanges()).isZero();
        assertThat(world.store.goldens(ORGANISATION)).isEqualTo(1);
    }

    @Test
    @Tag("R3")
    @Tag("acceptance-24")
    void aCountryOutsideTheVocabularyIsKeptAndNeverSentWhereItWouldBeRefused() {
        MemoryTable crm = world.organisations("crm");
        TypeSpec strict = TypeSpec.of(
                        Organisation.SCHEMA,
                        FieldSpec.of("name"),
                        FieldSpec.of("country").vocabularyOnly())
                .inserts()
                .updates()
                .build();
        MemoryTable erp = world.holds("erp", strict);
        crm.add("name", "Acme", "country", "Scandinavia");

        Report report = world.settle();

        assertThat(crm.text("1", "country")).isEqualTo("Scandinavia");
        assertThat(erp.ids()).hasSize(1);
        assertThat(erp.text("1", "country")).isNull();
        assertThat(report.parked()).isEqualTo(1);
        assertThat(world.store.parked(0, 1).get(0).reason()).contains("country").doesNotContain("Scandinavia");
    }

    @Test
    @Tag("R11")
    void duplicatesOfOneSystemKeepWhatIsTheirOwn() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        crm.add("name", "Acme", "address", "Oslo street 1", "zip", "0150", "domain", "");
        world.clock.advance(Duration.ofDays(1));
        crm.add("name", "Acme", "address", "Bergen street 2", "zip", "5000", "domain", "acme.example");

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(crm.ids()).hasSize(2);
        assertThat(crm.text("1", "address")).isEqualTo("Oslo street 1");
        assertThat(crm.text("1", "domain")).isEqualTo("acme.example");
        assertThat(erp.text("1", "address")).isEqualTo("Bergen street 2");

        crm.put("1", "address", "Oslo street 9");
        world.settle();
        assertThat(crm.text("2", "address")).isEqualTo("Bergen street 2");
        assertThat(erp.text("1", "address")).isEqualTo("Oslo street 9");
    }

    @Test
    @Tag("R11")
    void duplicatesAreKeptEqualWhenTheHostWantsSo() {
        MemoryTable crm = world.people("crm");
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.clock.advance(Duration.ofDays(1));
        crm.add("firstname", "Augusta", "email", "ada@x.example");
        world.config = builder -> builder.allow(
                        "crm", PERSON, TargetPolicy.defaults().duplicates(TargetPolicy.OnDuplicate.SYNC))
                .allow("erp", PERSON, TargetPolicy.defaults());

        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    @Tag("R11")
    @Tag("acceptance-8")
    void aCrowdBehindOneMailboxIsParkedAndNobodyOfItIsWritten() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 21; i++) {
            crm.add("firstname", "Person" + i, "email", "info@x.example");
        }
        crm.add("firstname", "Ada", "email", "ada@x.example");

        Report report = world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(report.parked()).isEqualTo(21);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(22);

        crm.delete("1");
        Report merged = world.settle();
        assertThat(merged.parked()).isZero();
        assertThat(merged.golden().get(PERSON).total()).isEqualTo(2);
        assertThat(erp.ids()).hasSize(2);
    }

    @Test
    @Tag("R19")
    @Tag("acceptance-15")
    void aColleaguesEditBetweenReadingAndWritingSurvives() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        boolean[] once = {true};
        erp.answering(operation -> {
            if (once[0]) {
                once[0] = false;
                world.clock.advance(Duration.ofSeconds(10));
                erp.put("1", "lastname", "King");
            }
            return Optional.empty();
        });

        Report report = world.sync();

        assertThat(erp.text("1", "lastname")).isEqualTo("King");
        assertThat(crm.text("1", "lastname")).isEqualTo("King");
        assertThat(report.paused()).isEmpty();
    }
}
