package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.store.Parked;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Match keys that pass from one record to another, and clusters that come apart again (R8, R9). */
final class IdentityTest {
    private final World world = new World();
    private final MemoryTable sheet = world.people("sheet");
    private final MemoryTable hub = world.people("hub");

    private static void add(MemoryTable table, String id, String firstname, String email) {
        table.put(id, "firstname", firstname, "lastname", "of " + firstname, "email", email, "gender", "");
    }

    /** Describes all people of a system, by first name. */
    private static List<String> people(MemoryTable table) {
        return table.ids().stream()
                .map(id ->
                        table.text(id, "firstname") + "/" + table.text(id, "lastname") + "/" + table.text(id, "email"))
                .sorted()
                .toList();
    }

    private static void allowsEachEmailOnce(MemoryTable table) {
        table.answering(operation -> {
            if (operation.kind() == Operation.Kind.ARCHIVE) {
                return Optional.empty();
            }
            Optional<String> email = operation.fields().text("email").known();
            boolean taken = email.isPresent()
                    && table.find("email", email.get()).stream()
                            .anyMatch(id -> !operation.recordId().equals(Optional.of(id)));
            return taken ? Optional.of(new Outcome.Rejected("that address exists")) : Optional.empty();
        });
    }

    private List<Parked> parked() {
        try (Talk talk = world.talk()) {
            return talk.stewardship().parked(10);
        }
    }

    private void later() {
        world.clock.advance(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R8")
    void aNewcomerWithTheOldAddressOfAnotherIsAnother(boolean unique) {
        if (unique) {
            allowsEachEmailOnce(hub);
        }
        add(sheet, "p5", "Ada", "ada@x.example");
        add(sheet, "p6", "Eve", "eve@x.example");
        world.settle();
        String ada = hub.find("firstname", "Ada").get(0);
        later();
        add(sheet, "p5", "Ada", "ada@new.example");
        add(sheet, "p1", "Bob", "ada@x.example");

        world.sync();

        List<String> right =
                List.of("Ada/of Ada/ada@new.example", "Bob/of Bob/ada@x.example", "Eve/of Eve/eve@x.example");
        assertThat(people(hub)).isEqualTo(right);
        assertThat(people(sheet)).isEqualTo(right);
        assertThat(hub.text(ada, "email")).isEqualTo("ada@new.example");
        assertThat(parked()).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R8")
    void aHandOverInSeveralRunsEndsTheSame() {
        add(sheet, "p1", "Ada", "ada@x.example");
        world.settle();
        later();
        add(sheet, "p2", "Bob", "ada@x.example");
        world.settle();
        assertThat(world.store.goldens(PERSON)).isEqualTo(1);
        later();
        add(sheet, "p1", "Ada", "ada@new.example");

        world.settle();

        List<String> right = List.of("Ada/of Ada/ada@new.example", "Bob/of Bob/ada@x.example");
        assertThat(people(hub)).isEqualTo(right);
        assertThat(people(sheet)).isEqualTo(right);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R8")
    void anAddressHandedOverInTheTargetIsHandedOver() {
        add(sheet, "p1", "Ada", "ada@x.example");
        world.settle();
        String ada = hub.ids().get(0);
        later();
        hub.put(ada, "email", "ada@new.example");
        add(hub, "99", "Bob", "ada@x.example");

        world.settle();

        List<String> right = List.of("Ada/of Ada/ada@new.example", "Bob/of Bob/ada@x.example");
        assertThat(people(hub)).isEqualTo(right);
        assertThat(people(sheet)).isEqualTo(right);
        assertThat(sheet.text("p1", "email")).isEqualTo("ada@new.example");
        assertThat(world.sync().writes()).isZero();
    }

    /** A page of the system has three records: with rows between them, the two edits are read on different pages. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    @Tag("R8")
    @Tag("R7")
    void twoPeopleWhoSwapTheirAddressesStayTwo(int between) {
        add(sheet, "p1", "Ada", "ada@x.example");
        for (int i = 0; i < between; i++) {
            add(sheet, "p2" + i, "Eve" + i, "eve" + i + "@x.example");
        }
        add(sheet, "p3", "Bob", "bob@x.example");
        world.settle();
        String ada = hub.find("firstname", "Ada").get(0);
        later();
        sheet.put("p1", "email", "bob@x.example");
        for (int i = 0; i < between; i++) {
            sheet.put("p2" + i, "gender", "F");
        }
        sheet.put("p3", "email", "ada@x.example");

        world.settle();

        for (MemoryTable table : List.of(sheet, hub)) {
            assertThat(people(table))
                    .contains("Ada/of Ada/bob@x.example", "Bob/of Bob/ada@x.example")
                    .hasSize(2 + between);
        }
        assertThat(hub.text(ada, "email")).isEqualTo("bob@x.example");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R8")
    @Tag("R22")
    void aSwapThatTheTargetRefusesIsParkedWithBothNamesUntilOneGivesWay() {
        add(sheet, "p1", "Ada", "ada@x.example");
        add(sheet, "p3", "Bob", "bob@x.example");
        allowsEachEmailOnce(hub);
        world.settle();
        String ada = hub.find("firstname", "Ada").get(0);
        String bob = hub.find("firstname", "Bob").get(0);
        later();
        sheet.put("p1", "email", "bob@x.example", "lastname", "Lovelace");
        sheet.put("p3", "email", "ada@x.example");

        world.settle();

        assertThat(parked())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.reason())
                        .contains("hub/person/" + ada, "hub/person/" + bob)
                        .doesNotContain("x.example"));
        assertThat(people(sheet)).containsExactly("Ada/Lovelace/bob@x.example", "Bob/of Bob/ada@x.example");
        assertThat(people(hub)).containsExactly("Ada/of Ada/ada@x.example", "Bob/of Bob/bob@x.example");
        world.system("hub").forgetCounts();
        world.sync();
        assertThat(world.system("hub").writeCalls()).isZero();

        later();
        sheet.put("p3", "email", "bob@new.example");
        world.settle();
        assertThat(people(hub)).containsExactly("Ada/Lovelace/bob@x.example", "Bob/of Bob/bob@new.example");
        assertThat(people(sheet)).isEqualTo(people(hub));
        assertThat(parked()).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R8")
    void aChainOfAddressesIsWrittenFromItsEnd() {
        allowsEachEmailOnce(hub);
        for (int i = 1; i <= 6; i++) {
            add(sheet, "p" + i, "P" + i, "e" + i + "@x.example");
        }
        world.settle();
        later();
        for (int i = 1; i <= 6; i++) {
            sheet.put("p" + i, "email", "e" + (i + 1) + "@x.example");
        }

        world.sync();

        for (int i = 1; i <= 6; i++) {
            assertThat(hub.find("email", "e" + (i + 1) + "@x.example")).isEqualTo(hub.find("firstname", "P" + i));
        }
        assertThat(parked()).isEmpty();
    }

    @Test
    @Tag("R8")
    void aCompanyThatTakesTheOldNameOfAnotherKeepsItsOwnAddress() {
        MemoryTable crm = world.organisations("sheet");
        MemoryTable accounts = world.organisations("hub");
        crm.put("9", "name", "Acme", "address", "Oslo street 1", "zip", "0150");
        world.settle();
        later();
        crm.put("9", "name", "Acme Holding");
        crm.put("1", "name", "Acme", "address", "Bergen street 2", "zip", "5000");

        world.settle();

        assertThat(accounts.ids()).hasSize(2);
        assertThat(accounts.text(accounts.find("name", "Acme Holding").get(0), "address"))
                .isEqualTo("Oslo street 1");
        assertThat(accounts.text(accounts.find("name", "Acme").get(0), "address"))
                .isEqualTo("Bergen street 2");
        assertThat(crm.text("9", "address")).isEqualTo("Oslo street 1");
        assertThat(world.store.goldens(ORGANISATION)).isEqualTo(2);
    }

    /** The records of a third system are matched by key alone, and follow a new key that a linked record spreads. */
    @Test
    @Tag("R8")
    void aNewAddressStillTravelsToRecordsThatOnlyAKeyJoined() {
        MemoryTable wave = world.people("wave");
        add(sheet, "p1", "Ada", "ada@x.example");
        add(wave, "w1", "Ada", "ada@x.example");
        world.settle();
        later();
        sheet.put("p1", "email", "ada@new.example");

        world.settle();

        for (MemoryTable table : List.of(sheet, hub, wave)) {
            assertThat(people(table)).containsExactly("Ada/of Ada/ada@new.example");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R9")
    void aSlipThatIsCorrectedGivesBackWhatEachSaid(boolean filled) {
        String gender = filled ? "M" : "";
        sheet.put("4", "firstname", "Ada", "lastname", "Byron", "email", "ada@x.example", "gender", "");
        later();
        sheet.put("5", "firstname", "Bob", "lastname", "Byron", "email", "bob@x.example", "gender", gender);
        world.settle();
        List<String> before = people(sheet);
        later();
        sheet.put("4", "email", "bob@x.example");
        world.sync();
        world.sync();
        assertThat(world.store.goldens(PERSON)).isEqualTo(1);
        later();
        sheet.put("4", "email", "ada@x.example");

        world.sync();
        world.sync();

        assertThat(people(sheet)).isEqualTo(before);
        assertThat(people(hub)).isEqualTo(before);
        assertThat(sheet.text("4", "gender")).isNullOrEmpty();
        assertThat(hub.text(hub.find("firstname", "Ada").get(0), "gender")).isNullOrEmpty();
        assertThat(sheet.text("5", "gender")).isEqualTo(gender);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R9")
    void whatTheFirstOfTwoSystemsOverwroteInTheOtherComesBack() {
        MemoryTable a = world.organisations("a");
        MemoryTable b = world.organisations("b");
        b.put("b5", "name", "Bravo", "address", "Bergen street 5", "zip", "5000", "domain", "bravo.example");
        world.clock.advance(Duration.ofHours(1));
        a.put("a4", "name", "Bravo", "address", "Oslo street 4", "zip", "0150", "domain", "alpha.example");
        world.settle();
        assertThat(b.text("b5", "address")).isEqualTo("Oslo street 4");
        later();
        a.put("a4", "name", "Alpha");

        world.settle();

        assertThat(b.text("b5", "address")).isEqualTo("Bergen street 5");
        assertThat(b.text("b5", "zip")).isEqualTo("5000");
        assertThat(b.text("b5", "domain")).isEqualTo("bravo.example");
        assertThat(a.text(a.find("name", "Bravo").get(0), "address")).isEqualTo("Bergen street 5");
        assertThat(a.text("a4", "address")).isEqualTo("Oslo street 4");
        assertThat(b.text(b.find("name", "Alpha").get(0), "address")).isEqualTo("Oslo street 4");
        assertThat(world.sync().writes()).isZero();
    }

    /** Ids order the pages: the other records stand between the three. */
    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    @Tag("R11")
    void threePeopleBehindOneMailboxKeepTheirNamesHoweverPagesEnd(int between) {
        sheet.put("a1", "firstname", "Kari", "email", "post@x.example");
        hub.put("h1", "firstname", "Kari", "email", "post@x.example");
        for (int i = 0; i < between; i++) {
            add(sheet, "a2" + i, "Eve" + i, "eve" + i + "@x.example");
        }
        later();
        sheet.put("a3", "firstname", "Ola", "email", "post@x.example");
        for (int i = 0; i < between; i++) {
            add(sheet, "a4" + i, "Eva" + i, "eva" + i + "@x.example");
        }
        later();
        sheet.put("a5", "firstname", "Per", "email", "post@x.example");

        world.settle();

        assertThat(sheet.text("a1", "firstname")).isEqualTo("Kari");
        assertThat(sheet.text("a3", "firstname")).isEqualTo("Ola");
        assertThat(sheet.text("a5", "firstname")).isEqualTo("Per");
        assertThat(hub.text("h1", "firstname")).isEqualTo("Kari");
    }

    @Test
    @Tag("R11")
    void branchesOfOneNameDoNotOverwriteTheOnlyRecordOfAnotherSystem() {
        MemoryTable a = world.organisations("a");
        MemoryTable b = world.organisations("b");
        b.put("b1", "name", "Acme", "address", "Oslo street 1", "zip", "0150", "domain", "");
        later();
        a.put("a1", "name", "Acme", "address", "Oslo street 1", "zip", "0150", "domain", "acme.example");
        a.put("a2", "name", "Acme", "address", "Bergen street 2", "zip", "5000", "domain", "acme.example");
        later();
        a.put("a3", "name", "Acme", "address", "Trondheim street 3", "zip", "7000", "domain", "acme.example");

        world.settle();

        assertThat(b.text("b1", "address")).isEqualTo("Oslo street 1");
        assertThat(b.text("b1", "zip")).isEqualTo("0150");
        assertThat(b.text("b1", "domain")).isEqualTo("acme.example");
        assertThat(a.text("a2", "address")).isEqualTo("Bergen street 2");
        assertThat(a.text("a3", "address")).isEqualTo("Trondheim street 3");
        assertThat(world.sync().writes()).isZero();

        later();
        a.put("a2", "address", "Bergen street 9");
        world.settle();
        assertThat(b.text("b1", "address")).isEqualTo("Bergen street 9");
        assertThat(b.text("b1", "zip")).isEqualTo("5000");
        assertThat(a.text("a3", "address")).isEqualTo("Trondheim street 3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R8")
    void aSlotThatShowsAnotherPersonHasANewOccupant(boolean emptiedFirst) {
        MemoryTable wave = world.people("wave", facts -> facts.slot("firstname", "lastname", "email"));
        add(wave, "c1", "Kari", "kari@x.example");
        world.settle();
        String kari = hub.find("firstname", "Kari").get(0);
        hub.put(kari, "gender", "F");
        world.settle();
        later();
        if (emptiedFirst) {
            wave.delete("c1");
            world.settle();
        }
        add(wave, "c1", "Ola", "ola@x.example");

        world.settle();

        List<String> right = List.of("Kari/of Kari/kari@x.example", "Ola/of Ola/ola@x.example");
        assertThat(people(hub)).isEqualTo(right);
        assertThat(people(sheet)).isEqualTo(right);
        assertThat(hub.text(kari, "firstname")).isEqualTo("Kari");
        assertThat(hub.text(kari, "gender")).isEqualTo("F");
        assertThat(hub.text(hub.find("firstname", "Ola").get(0), "gender")).isNullOrEmpty();
        assertThat(people(wave)).containsExactly("Ola/of Ola/ola@x.example");
        assertThat(world.sync().writes()).isZero();

        later();
        wave.put("c1", "firstname", "Olav");
        world.settle();
        assertThat(people(hub)).contains("Olav/of Ola/ola@x.example").hasSize(2);
    }

    /** A third record repeats the old address, and has it corrected since: that is older than the swap, too. */
    @Test
    @Tag("R8")
    void anAddressThatWasCorrectedBeforeIsPassedOnAllTheSame() {
        MemoryTable desk = world.people("desk");
        add(sheet, "p1", "Ada", "ada@x.example");
        add(sheet, "p2", "Bob", "bob@x.example");
        world.settle();
        String ada = hub.find("firstname", "Ada").get(0);
        String bob = hub.find("firstname", "Bob").get(0);
        later();
        String slip = desk.find("firstname", "Ada").get(0);
        desk.put(slip, "email", "bob@x.example");
        world.settle();
        later();
        desk.put(slip, "email", "ada@x.example");
        world.settle();
        later();
        hub.put(ada, "email", "bob@x.example");
        hub.put(bob, "email", "ada@x.example");

        world.settle();

        for (MemoryTable table : List.of(sheet, hub, desk)) {
            assertThat(people(table)).containsExactly("Ada/of Ada/bob@x.example", "Bob/of Bob/ada@x.example");
        }
        assertThat(world.store.goldens(PERSON)).isEqualTo(2);
    }
}
