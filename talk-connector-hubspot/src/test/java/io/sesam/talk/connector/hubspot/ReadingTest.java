package io.sesam.talk.connector.hubspot;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Reference;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that no change in a portal is missed. Whatever search and lists leave out. */
final class ReadingTest {
    private final Portal portal = new Portal();

    @AfterEach
    void close() {
        portal.close();
    }

    private static Set<String> ids(List<Change> changes) {
        return changes.stream().map(Change::id).collect(Collectors.toSet());
    }

    @Test
    @Tag("case-1")
    @Tag("R28")
    @Tag("slow")
    void moreThanTenThousandRecordsWithOneTimeAreAllRead() {
        for (int i = 0; i < 10_050; i++) {
            portal.hubspot.create("companies", Map.of("name", "Company " + i));
        }
        assertThat(portal.read(ORGANISATION)).hasSize(10_050);
        portal.clock.advance(Duration.ofMinutes(20));
        portal.hubspot.touchAll("companies");
        portal.clock.advance(Duration.ofMinutes(20));

        List<Change> changes = portal.read(ORGANISATION);

        assertThat(changes).hasSize(10_050);
        assertThat(ids(changes)).hasSize(10_050);
    }

    @Test
    @Tag("case-2")
    @Tag("R28")
    void whatTheIndexShowsLateIsReadLater() {
        portal.hubspot.create("contacts", Map.of("email", "old@x.example"));
        portal.read(PERSON);
        portal.clock.advance(Duration.ofMinutes(10));
        portal.hubspot.indexLag(Duration.ofSeconds(90));
        String late = portal.hubspot.create("contacts", Map.of("email", "late@x.example"));
        portal.clock.advance(Duration.ofSeconds(30));

        assertThat(ids(portal.read(PERSON))).doesNotContain(late);
        portal.clock.advance(Duration.ofMinutes(2));
        assertThat(ids(portal.read(PERSON))).contains(late);
    }

    @Test
    @Tag("R40")
    void anEditIsReadWhateverTheHostsClockSays() {
        String id = portal.hubspot.create("contacts", Map.of("email", "ada@x.example"));
        portal.hubspot.create("contacts", Map.of("email", "grace@x.example"));
        for (Duration ahead : List.of(
                Duration.ofMinutes(10),
                Duration.ofDays(366),
                Duration.ofMinutes(-10),
                Duration.ofDays(-366),
                Duration.ZERO)) {
            portal.hostAhead = ahead;
            portal.read(PERSON);
            portal.clock.advance(Duration.ofMinutes(5));
            portal.hubspot.edit("contacts", id, Map.of("firstname", "Ada " + ahead));
            portal.clock.advance(Duration.ofMinutes(5));

            assertThat(ids(portal.read(PERSON))).as("a host ahead by %s", ahead).contains(id);
        }
    }

    @Test
    @Tag("R18")
    @Tag("R40")
    void aQuietPortalIsAskedOncePerRun() {
        for (int i = 0; i < 450; i++) {
            portal.hubspot.create("companies", Map.of("name", "Company " + i));
        }
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofHours(26));
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofMinutes(5));
        portal.hubspot.server().forget();

        assertThat(portal.read(ORGANISATION)).isEmpty();

        assertThat(portal.hubspot.server().requests()).hasSize(1);
    }

    @Test
    @Tag("case-2")
    @Tag("R21")
    void whatWasJustMadeIsFoundByItsAddressThoughSearchDoesNotKnowItYet() {
        portal.hubspot.indexLag(Duration.ofHours(1));
        String id = portal.hubspot.create("contacts", Map.of("email", "new@x.example"));

        var byKey = portal.connector().lookup(PERSON).orElseThrow().byKey().orElseThrow();

        assertThat(byKey.lag()).isZero();
        assertThat(byKey.find("email", "new@x.example"))
                .extracting(RecordSnapshot::id)
                .containsExactly(id);
        assertThat(byKey.find("email", "nobody@x.example")).isEmpty();
    }

    @Test
    @Tag("case-3")
    @Tag("R25")
    void archivedRecordsAreFoundThoughSearchNeverShowsThem() {
        String kept = portal.hubspot.create("contacts", Map.of("email", "kept@x.example"));
        String gone = portal.hubspot.create("contacts", Map.of("email", "gone@x.example"));
        assertThat(ids(portal.read(PERSON))).containsExactlyInAnyOrder(kept, gone);
        portal.hubspot.archive("contacts", gone);
        portal.clock.advance(Duration.ofMinutes(70));

        List<Change> changes = portal.read(PERSON);

        assertThat(changes).contains(new Change.Deleted(gone));
        assertThat(portal.connector().lookup(PERSON).orElseThrow().byId(List.of(kept, gone)))
                .hasEntrySatisfying(gone, found -> assertThat(found).isInstanceOf(Lookup.Found.Missing.class))
                .hasEntrySatisfying(kept, found -> assertThat(found).isInstanceOf(Lookup.Found.Present.class));
    }

    @Test
    @Tag("case-4")
    @Tag("R10")
    @Tag("acceptance-21")
    void aRecordThatWasMergedAwayIsNoDeletion() {
        String survivor = portal.hubspot.create("companies", Map.of("name", "Acme"));
        String loser = portal.hubspot.create("companies", Map.of("name", "Acme Inc"));
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofMinutes(70));
        portal.hubspot.merge("companies", survivor, loser);
        portal.clock.advance(Duration.ofMinutes(5));

        List<Change> changes = portal.read(ORGANISATION);

        assertThat(changes).contains(new Change.MergedInto(loser, survivor)).doesNotContain(new Change.Deleted(loser));
        assertThat(portal.connector().lookup(ORGANISATION).orElseThrow().byId(List.of(loser)))
                .containsEntry(loser, new Lookup.Found.Merged(survivor));
    }

    @Test
    @Tag("R18")
    void anIdleRunCostsOneSearchPerTypeAndTheArchiveNowAndThen() {
        portal.hubspot.create("companies", Map.of("name", "Acme"));
        portal.clock.advance(Duration.ofMinutes(10));
        portal.read(ORGANISATION);
        portal.clock.advance(Duration.ofMinutes(10));
        portal.hubspot.server().forget();

        assertThat(portal.read(ORGANISATION)).isEmpty();
        assertThat(portal.hubspot.server().requests()).hasSize(1);

        portal.clock.advance(Duration.ofMinutes(70));
        portal.hubspot.server().forget();
        portal.read(ORGANISATION);
        assertThat(portal.hubspot.server().requests()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    @Tag("R38")
    void aContactBelongsToItsPrimaryCompany() {
        String first = portal.hubspot.create("companies", Map.of("name", "First"));
        String second = portal.hubspot.create("companies", Map.of("name", "Second"));
        String contact = portal.hubspot.create("contacts", Map.of("email", "a@x.example"));
        portal.hubspot.associate(contact, second);
        portal.hubspot.associate(contact, first);

        RecordSnapshot read = (RecordSnapshot) portal.read(PERSON).get(0);

        assertThat(read.fields().reference("organisation").known()).contains(new Reference(ORGANISATION, second));
    }

    @Test
    @Tag("R3")
    void aCodeIsBelievedBeforeTheText() {
        portal.hubspot.create("companies", Map.of("name", "Both", "country", "Wonderland", "hs_country_code", "NO"));
        portal.hubspot.create("companies", Map.of("name", "Text", "country", "Sverige"));
        portal.hubspot.create("companies", Map.of("name", "Neither"));

        assertThat(portal.read(ORGANISATION))
                .extracting(change -> ((RecordSnapshot) change)
                        .fields()
                        .originalText(Organisation.SCHEMA.index("country"))
                        .orElse("unknown"))
                .containsExactly("NO", "Sverige", "");
    }
}
