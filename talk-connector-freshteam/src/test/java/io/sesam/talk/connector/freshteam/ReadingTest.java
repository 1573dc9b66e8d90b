package io.sesam.talk.connector.freshteam;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Value;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimFreshteam.Links;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingTest {
    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    private List<String> hire(int number) {
        List<String> ids = LongStream.range(0, number)
                .mapToObj(i -> String.valueOf(office.hire((int) i)))
                .toList();
        office.wait(Duration.ofHours(1));
        return ids;
    }

    @Test
    void pagesOfFiftyAreReadWithOneCallEach() {
        List<String> ids = hire(120);

        assertThat(office.people(null).ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(office.requests("GET")).hasSize(3 + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "ABSOLUTE, true",
        "RELATIVE, true",
        "MISSING, true",
        "ABSOLUTE, false",
        "RELATIVE, false",
        "MISSING, false"
    })
    @Tag("case-21")
    @Tag("acceptance-28")
    void everyPageIsReadHoweverTheNextOneIsNamed(Links style, boolean totals) {
        List<String> ids = hire(100);
        office.account.links(style, totals);

        assertThat(office.people(null).ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void nothingIsSortedByWhatTheVendorDoesNotDocument() {
        hire(60);

        office.people(null);

        assertThat(office.requests("GET"))
                .allMatch(request -> request.path().equals("/api/employees")
                        && request.query().keySet().stream().noneMatch("sort"::equals));
    }

    @Test
    @Tag("case-19")
    void whatDidNotChangeIsReadAgainByTheDayAndToldToNobody() {
        hire(120);
        Position end = office.people(null).end();
        office.wait(Duration.ofDays(3));
        office.account.server().forget();

        assertThat(office.people(end).changes()).isEmpty();
        assertThat(office.requests("GET")).hasSize(3 + 2);
        assertThat(office.requests("GET"))
                .allMatch(request -> request.parameter("updated_since").equals(java.util.Optional.of("2026-01-01")));
    }

    @Test
    @Tag("R40")
    void anEditIsReadWhateverTheHostsClockSays() {
        long id = office.hire(1);
        for (int number = 2; number < 120; number++) {
            office.hire(number);
        }
        for (Duration ahead : List.of(
                Duration.ofMinutes(30),
                Duration.ofDays(366),
                Duration.ofMinutes(-30),
                Duration.ofDays(-366),
                Duration.ZERO)) {
            office.hostAhead = ahead;
            Position end = office.people(null).end();
            office.wait(Duration.ofMinutes(5));
            office.account.edit(id, Map.of("last_name", "Hansen " + ahead));
            office.wait(Duration.ofMinutes(5));

            assertThat(office.people(end.rewoundBy(FreshteamType.LAG)).ids())
                    .as("a host ahead by %s", ahead)
                    .contains(String.valueOf(id));
        }
    }

    @Test
    @Tag("case-19")
    void anIdleReadingCostsThreeCalls() {
        hire(120);
        office.wait(Duration.ofDays(2));
        long last = office.hire(999);
        Position end = office.people(null).end();
        office.wait(Duration.ofHours(1));
        office.account.server().forget();

        assertThat(office.people(end).changes()).isEmpty();
        assertThat(office.requests("GET")).hasSize(3);
        assertThat(office.people(end.rewoundBy(FreshteamType.LAG)).ids()).containsExactly(String.valueOf(last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12:00", "-08:00", "Z", "+05:30", "+14:00"})
    @Tag("case-19")
    @Tag("R28")
    void whateverTimeZoneADayIsInNoChangeOfItIsLost(String zone) {
        office.account.zone(ZoneOffset.of(zone));
        String id = hire(3).get(1);
        Position end = office.people(null).end();
        List<String> seen = new ArrayList<>();

        for (int hour = 0; hour < 30; hour++) {
            office.wait(Duration.ofHours(1));
            office.account.edit(Long.parseLong(id), Map.of("last_name", "Hour" + hour));
            Office.Told written = office.people(end);
            seen.addAll(written.ids());
            end = written.end();
        }

        assertThat(seen).hasSize(30).allMatch(id::equals);
    }

    @Test
    @Tag("case-19")
    @Tag("R28")
    void twoChangesInOneSecondAreBothRead() {
        List<String> ids = hire(2);
        office.account.edit(Long.parseLong(ids.get(1)), Map.of("last_name", "First"));
        Position end = office.people(null).end();
        office.account.edit(Long.parseLong(ids.get(0)), Map.of("last_name", "Second"));

        assertThat(office.people(end.rewoundBy(FreshteamType.LAG)).ids()).contains(ids.get(0));
    }

    @Test
    @Tag("case-20")
    void whoLeftTheCompanyStaysAPerson() {
        List<String> ids = hire(3);
        Position end = office.people(null).end();
        office.account.terminate(Long.parseLong(ids.get(1)));

        Office.Told written = office.people(end);

        assertThat(written.changes()).hasSize(1).first().isInstanceOf(RecordSnapshot.class);
        assertThat(office.people(null).ids()).contains(ids.get(1));
    }

    @Test
    @Tag("case-20")
    void whoWasDeletedIsGone() {
        List<String> ids = hire(3);
        Position end = office.people(null).end();
        office.account.delete(Long.parseLong(ids.get(1)));

        assertThat(office.people(end).changes()).containsExactly(new Change.Deleted(ids.get(1)));
        assertThat(office.connector.lookup(PERSON).orElseThrow().byId(ids).get(ids.get(1)))
                .isEqualTo(new Lookup.Found.Missing());
    }

    @Test
    @Tag("R28")
    void nobodyIsMissedWhenSomebodyIsDeletedOrRenamedBetweenTwoPages() {
        List<String> ids = new ArrayList<>(hire(160));
        Page first = office.page(PERSON, null);
        office.account.delete(Long.parseLong(ids.get(3)));
        office.account.edit(Long.parseLong(ids.get(7)), Map.of("first_name", "Zoe"));

        List<String> seen =
                new ArrayList<>(first.changes().stream().map(Change::id).toList());
        seen.addAll(office.people(first.next()).ids());

        assertThat(seen).containsAll(ids);
    }

    @Test
    @Tag("R28")
    void aListThatNeverStandsStillIsAFailure() {
        hire(60);

        assertThatThrownBy(() -> {
                    Page page = office.page(PERSON, null);
                    for (int i = 0; page.hasMore(); i++) {
                        office.wait(Duration.ofSeconds(1));
                        office.hire(1000 + i);
                        page = office.page(PERSON, page.next());
                    }
                })
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
    }

    @Test
    @Tag("R38")
    void anEmployeeBelongsToABranch() {
        long branch = office.account.open(Map.of("name", "Acme Oslo", "country_code", "NOR", "street", "Storgata 1"));
        Map<String, Object> attributes = new HashMap<>(Map.of("first_name", "Kari", "branch_id", branch));
        attributes.put("last_name", null);
        office.account.hire(attributes);

        RecordSnapshot person = (RecordSnapshot) office.people(null).changes().get(0);
        RecordSnapshot organisation =
                (RecordSnapshot) office.read(ORGANISATION, null).changes().get(0);

        assertThat(person.fields().reference("organisation"))
                .isEqualTo(Value.of(new Reference(ORGANISATION, String.valueOf(branch))));
        assertThat(person.fields().text("lastname")).isEqualTo(Value.blank());
        assertThat(organisation.id()).isEqualTo(String.valueOf(branch));
        assertThat(organisation.fields().country("country")).isEqualTo(Value.of(Country.of("NO")));
    }

    @Test
    void branchesAreReadInFullAndToldWhenTheyChanged() {
        long oslo = office.account.open(Map.of("name", "Oslo"));
        office.account.open(Map.of("name", "Bergen"));
        Position end = office.read(ORGANISATION, null).end();
        office.wait(Duration.ofDays(1));
        office.account.editBranch(oslo, Map.of("zip", "0150"));

        assertThat(office.read(ORGANISATION, end).ids()).containsExactly(String.valueOf(oslo));
        assertThat(office.connector.writer(ORGANISATION)).isEmpty();
    }

    @Test
    void limitsByTheMinuteAreKeptWithoutASingleRefusal() {
        office.account.limit(10);
        List<String> ids = hire(600);

        assertThat(office.people(null).ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(office.context.calls().count().limited()).isLessThanOrEqualTo(1);
    }

    @Test
    void aRefusalForTooManyCallsIsWaitedOutAlthoughNobodySaysHowLong() {
        List<String> ids = hire(5);
        String body = "{\"errors\":[{\"code\":\"too_many_requests\",\"message\":\"Rate limit exceeded\"}]}";
        office.account.server().fail(new SimFault.Answer(429, body));
        Instant before = office.clock.instant();

        assertThat(office.people(null).ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(Duration.between(before, office.clock.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    @Tag("case-22")
    @Tag("R25")
    void aClosedAccountIsNobodysAbsence() {
        List<String> ids = hire(3);
        Position end = office.people(null).end();

        for (int status : List.of(401, 403, 404)) {
            office.account.sunset(status);
            refuses(() -> office.people(null));
            refuses(() -> office.people(end));
            refuses(() -> office.connector.lookup(PERSON).orElseThrow().byId(ids));
            refuses(() -> office.write(office.insert("Kari", "Hansen", "kari@acme.example")));
            refuses(() -> office.write(office.update(
                    Long.parseLong(ids.get(0)), Office.says("lastname", "Olsen"), Office.says("lastname", "Hansen"))));
            assertThat(office.connector.check().isFine()).isFalse();
        }
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
    }

    @Test
    void aPositionOfAnotherVersionIsLost() {
        ReadRequest request = ReadRequest.after(new Position.Token("page=3"), office.clock.instant(), 50);

        assertThatThrownBy(() -> office.connector.reader(PERSON).orElseThrow().read(request))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POSITION_LOST));
    }

    @Test
    void whoMayNotBeSeenIsNotMissing() {
        List<String> ids = hire(2);
        office.account
                .server()
                .fail(request -> request.path().endsWith(ids.get(0)), new SimFault.Answer(403, "{\"errors\":[]}"));

        assertThat(office.connector.lookup(PERSON).orElseThrow().byId(ids)).containsOnlyKeys(ids.get(1));
    }

    @Test
    void idsOfManyPagesComeOnceWhenNothingMoves() {
        hire(200);

        List<String> written = office.people(null).ids();

        assertThat(written).hasSize(200).doesNotHaveDuplicates();
    }
}
