package io.sesam.talk.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.FieldSpec.Normalisation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A system's rendering of a value is no edit (R20). */
@Tag("slow")
final class RenderingTest {
    private final World world = new World();

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

        SyncReport report = world.settle();

        assertThat(crm.text("1", "country")).isEqualTo("Scandinavia");
        assertThat(erp.ids()).hasSize(1);
        assertThat(erp.text("1", "country")).isNull();
        assertThat(report.parked()).isEqualTo(1);
        assertThat(world.store.parked(null, 1).get(0).reason())
                .contains("country")
                .doesNotContain("Scandinavia");
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
}
