package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Matching of records, and what a steward sees of it. */
final class MatchingTest {
    private final World world = new World();

    private List<List<RecordRef>> duplicates() {
        List<DuplicateGroup> found = new ArrayList<>();
        try (Talk talk = world.talk()) {
            talk.stewardship().duplicates(found::add);
        }
        return found.stream().map(DuplicateGroup::records).toList();
    }

    @Test
    @Tag("acceptance-7")
    @Tag("R11")
    void twoOrganisationsOfOneNameInOneSystemAreToldAndPullNobodyElseTogether() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        crm.add("name", "Acme", "address", "Oslo street 1", "domain", "oslo.example");
        crm.add("name", "Acme", "address", "Bergen street 2", "domain", "bergen.example");
        erp.add("name", "Acme Bergen", "domain", "bergen.example");

        SyncReport report = world.settle();

        assertThat(report.golden().get(ORGANISATION).total()).isEqualTo(2);
        assertThat(duplicates())
                .containsExactly(
                        List.of(RecordRef.of("crm", ORGANISATION, "1"), RecordRef.of("crm", ORGANISATION, "2")));
        assertThat(crm.text("1", "address")).isEqualTo("Oslo street 1");
        assertThat(crm.text("2", "address")).isEqualTo("Bergen street 2");
        assertThat(erp.find("name", "Acme")).hasSize(1);
    }

    @Test
    @Tag("acceptance-8")
    @Tag("R5")
    @Tag("R6")
    void blankNamesAndBlankAddressesMergeNobody() {
        MemoryTable people = world.people("crm");
        MemoryTable others = world.people("erp");
        MemoryTable companies = world.organisations("crm");
        MemoryTable otherCompanies = world.organisations("erp");
        for (MemoryTable table : List.of(people, others)) {
            String other = table == people ? "" : "2";
            table.add("firstname", "Ada" + other, "email", "");
            table.add("firstname", "Alan" + other, "email", "  ");
            table.put("9", "firstname", "Grace" + other);
        }
        for (MemoryTable table : List.of(companies, otherCompanies)) {
            String other = table == companies ? "0" : "9";
            table.add("name", "", "zip", "015" + other);
            table.add("name", " ", "zip", "025" + other);
        }

        SyncReport report = world.settle();

        assertThat(report.golden().get(PERSON).total()).isEqualTo(6);
        assertThat(report.golden().get(ORGANISATION).total()).isEqualTo(4);
        assertThat(duplicates()).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("acceptance-19")
    @Tag("R11")
    void anAddressThatIsChangedOntoAnothersIsToldAndWhoSaidOtherwiseKeepsTheirWord() {
        MemoryTable crm = world.people("crm");
        MemoryTable wave = world.people("wave");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        crm.add("firstname", "Alan", "lastname", "Turing", "email", "alan@x.example");
        world.settle();
        String alan = wave.find("firstname", "Alan").get(0);
        world.clock.advance(Duration.ofDays(1));
        wave.put(alan, "email", "ada@x.example");

        SyncReport report = world.sync();

        assertThat(report.golden().get(PERSON).joined()).isEqualTo(1);
        assertThat(duplicates()).hasSize(2);
        world.settle();
        assertThat(crm.find("firstname", "Ada")).hasSize(1);
        assertThat(crm.find("firstname", "Alan")).hasSize(1);
        assertThat(wave.ids()).hasSize(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("acceptance-5")
    @Tag("R12")
    void ofTwoValuesOfOneTimeTheOneOfTheMoreTrustedSystemWins() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        erp.add("firstname", "Augusta", "email", "ada@x.example");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.config = builder -> builder.trust("erp", "crm");

        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(erp.text("1", "firstname")).isEqualTo("Augusta");
    }
}
