package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Match keys as comparison forms, and what is written (R5, R6). */
final class MatchKeysTest {
    private final World world = new World();
    private final Instant added = world.clock.instant();

    @Test
    @Tag("R5")
    @Tag("R6")
    void aPlaceholderBindsNobodyAndOverwritesNobody() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable companies = world.organisations("crm");
        MemoryTable others = world.organisations("erp");
        List<String> placeholders = List.of("NULL", "n/a", "-", "#N/A", "none", "\\N");
        for (String placeholder : placeholders) {
            crm.add("firstname", "Ada", "lastname", placeholder + "1", "email", placeholder);
            erp.add("firstname", "Dag", "lastname", placeholder + "2", "email", placeholder);
            companies.add("name", placeholder, "zip", "0155");
            others.add("name", placeholder, "zip", "7010");
        }

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(2L * placeholders.size());
        assertThat(report.golden().get(ORGANISATION).total()).isEqualTo(2L * placeholders.size());
        assertThat(erp.find("firstname", "Dag")).hasSize(placeholders.size());
        assertThat(crm.find("firstname", "Ada")).hasSize(placeholders.size());
        assertThat(others.find("zip", "7010")).hasSize(placeholders.size());
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R5")
    void aPlaceholderInPlaceOfAnAddressReplacesNoAddress() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        String ada = erp.ids().get(0);
        erp.put(ada, "email", "n/a");

        world.settle();

        assertThat(crm.text("1", "email")).isEqualTo("ada@x.example");
        assertThat(erp.text(ada, "email")).isEqualTo("ada@x.example");
        assertThat(crm.ids()).hasSize(1);
    }

    @Test
    @Tag("R5")
    @Tag("R18")
    void oneAddressInManySpellingsIsOnePersonAndIsRewrittenNowhere() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "Ada@B\u00fccher.Example");
        List<String> spellings = List.of(
                "ada@xn--bcher-kva.example",
                "\u200eada@b\u00fccher.example",
                "ADA@b\u00fccher.example\u00a0",
                "mailto:ada@b\u00fccher.example",
                "Ada <ada@b\u00fccher.example>");
        spellings.forEach(spelling -> erp.add("firstname", "Ada", "email", spelling));

        SyncReport report = world.sync();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        assertThat(report.writes()).isZero();
        assertThat(crm.ids()).hasSize(1);
        assertThat(erp.ids().stream().map(id -> erp.text(id, "email"))).containsExactlyElementsOf(spellings);
    }

    @Test
    @Tag("R5")
    void whatIsWrittenIsAValueThatARecordHolds() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemoryTable hub = world.people("hub").makes("email", text -> text.toLowerCase(Locale.ROOT));
        crm.add("firstname", "Bilge", "email", "B\u0130LGE@Firma.example");
        crm.add("firstname", "Ada", "email", "Ada Holm <Ada@X.example>");

        world.settle();

        assertThat(erp.find("email", "B\u0130LGE@Firma.example")).hasSize(1);
        assertThat(erp.find("email", "Ada@X.example")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
        assertThat(hub.ids()).hasSize(2);

        crm.put("1", "email", "B.LGE@Firma.example");
        world.settle();
        assertThat(erp.find("email", "B.LGE@Firma.example")).hasSize(1);
        assertThat(world.sync().writes()).isZero();
        assertThat(erp.ids()).hasSize(2);
    }

    @Test
    @Tag("R5")
    void aCellWithSeveralAddressesIsReportedAndNotOverwritten() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        crm.add("firstname", "Ada", "email", "ada@y.example");
        String cell = erp.add("firstname", "Ada", "email", "ada@x.example ::: ada@y.example");

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(1);
        assertThat(erp.ids()).containsExactly(cell);
        assertThat(erp.text(cell, "email")).isEqualTo("ada@x.example ::: ada@y.example");
        assertThat(report.parkedReasons().keySet())
                .anyMatch(reason -> reason.contains("erp/person: has several e-mail addresses in one field"));
        assertThat(crm.find("email", "ada@x.example ::: ada@y.example")).isEmpty();

        crm.put("1", "email", "ada@z.example");
        crm.put("2", "email", "ada@z.example");
        assertThat(world.settle().parked()).isEqualTo(1);
        assertThat(erp.text(cell, "email")).isEqualTo("ada@x.example ::: ada@y.example");

        erp.put(cell, "email", "ada@x.example");
        assertThat(world.settle().parked()).isZero();
    }

    @Test
    @Tag("R5")
    @Tag("R6")
    void theHostsSecondKeyIsComparedInItsForm() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        world.config = builder -> builder.match(
                PERSON.name(),
                rules -> rules.by(
                        MatchRule.same("email"),
                        MatchRule.same("lastname", "firstname")
                                .comparing("lastname", KeyForm.CASE_FOLDED)
                                .comparing("firstname", KeyForm.CASE_FOLDED)));
        crm.add("firstname", "Ada", "lastname", "Holm\u00a0Lie");
        crm.add("firstname", "NULL", "lastname", "NULL", "email", "a@x.example");
        erp.add("firstname", "ADA", "lastname", "HOLM  LIE\u200b");
        erp.add("firstname", "NULL", "lastname", "NULL", "email", "b@x.example");

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(3);
        assertThat(crm.ids()).hasSize(3);
        assertThat(erp.ids()).hasSize(3);
        assertThat(crm.text("1", "lastname")).isIn("Holm\u00a0Lie", "HOLM  LIE\u200b");
    }

    @Test
    @Tag("R5")
    void theFactsOfAFieldStillSayHowASystemSpells() {
        MemoryTable crm = world.people("crm");
        MemoryTable hub = world.holds(
                "hub",
                TypeSpec.of(
                                Person.SCHEMA,
                                List.of(
                                        FieldSpec.of("firstname"),
                                        FieldSpec.of("email").normalises(Normalisation.LOWER_CASE, Normalisation.TRIM)))
                        .inserts()
                        .updates()
                        .build());
        crm.add("firstname", "Ada", "email", "Ada@X.Example");

        world.settle();

        assertThat(hub.find("email", "ada@x.example")).hasSize(1);
        assertThat(crm.text("1", "email")).isEqualTo("Ada@X.Example");
        assertThat(world.sync().writes()).isZero();
    }

    /** The other system has one address a record: the first one, once it is corrected. */
    @Test
    @Tag("R5")
    @Tag("R8")
    void aFurtherAddressIsNotPassedOnWhenThePrimaryOneIsNewElsewhere() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        erp.add("firstname", "", "lastname", "Lovelace", "email", "ada@x.example");
        erp.add("firstname", "Ada", "lastname", "Hansen", "email", "second@x.example");
        erp.answeringReads(request ->
                Page.last(erp.ids().stream().map(id -> shown(erp, id)).toList(), new Position.Token("all")));
        world.settle();
        assertThat(crm.ids()).hasSize(1);
        crm.put("1", "email", "ada@x.example");

        world.settle();

        assertThat(crm.ids()).hasSize(1);
        assertThat(world.store.goldens(PERSON)).isEqualTo(1);
        assertThat(world.sync().writes()).isZero();
    }

    /**
     * A person has two addresses. The record with both of them is gone, and a system that cannot be written holds one
     * record of each. Whichever system is written first, Talk's own write takes nobody apart.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R7")
    @Tag("R8")
    @Tag("R11")
    void aPersonWithTwoAddressesStaysOneWhileOneOfThemIsWritten(boolean backwards) {
        world.config = builder -> builder.executor(parts -> {
            List<Runnable> inOrder = new ArrayList<>(parts);
            if (backwards) {
                Collections.reverse(inOrder);
            }
            inOrder.forEach(Runnable::run);
        });
        List<FieldSpec> fields = Person.SCHEMA.properties().stream()
                .map(property -> FieldSpec.of(property.name()))
                .toList();
        MemoryTable book = world.holds(
                        "book",
                        TypeSpec.of(Person.SCHEMA, fields).deletes(Deletes.FEED).build())
                .keepsNoTimes();
        MemoryTable erp = world.people("erp");
        MemoryTable crm = world.people("crm");
        MemoryTable hub = world.people("hub");
        book.add("firstname", "Ada", "email", "second@x.example");
        erp.add("firstname", "Ada", "email", "ada@x.example");
        erp.answeringReads(request -> Page.last(
                List.of(erp.ids().contains("1") ? shown(erp, "1").modified(added) : new Change.Deleted("1")),
                new Position.Token("all")));
        world.settle();
        crm.delete(crm.ids().get(0));
        erp.delete("1");
        String linked = hub.find("email", "ada@x.example").get(0);
        String joined = crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();
        world.clock.advance(Duration.ofDays(1));
        hub.put("99", "firstname", "Ada", "email", "second@x.example");
        book.add("firstname", "Ada", "email", "ada@x.example");

        world.settle();

        assertThat(world.store.goldens(PERSON)).isEqualTo(1);
        assertThat(hub.text(linked, "email")).isEqualTo("second@x.example");
        assertThat(crm.text(joined, "email")).isEqualTo("second@x.example");
        assertThat(crm.ids()).containsExactly(joined);
        assertThat(world.sync().writes()).isZero();
    }

    /** The first record has a further address; the second one is dated, and so its values are newer. */
    private RecordSnapshot shown(MemoryTable table, String id) {
        Fields.Builder fields = Fields.builder(Person.SCHEMA);
        for (String property : List.of("firstname", "lastname", "email")) {
            fields.text(property, table.text(id, property));
        }
        RecordSnapshot record = RecordSnapshot.of(id, fields.build());
        return id.equals("1")
                ? record.matchValues(Map.of("email", List.of("second@x.example")))
                : record.modified(added);
    }
}
