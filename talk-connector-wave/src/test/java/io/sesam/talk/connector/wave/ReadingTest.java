package io.sesam.talk.connector.wave;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static io.sesam.talk.model.EntityType.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 15: pages are counted, and people make and delete records between two of them. */
@Tag("case-15")
final class ReadingTest {
    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    private List<String> customers(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> account.customer("name", "Customer " + i))
                .toList();
    }

    private void delete(List<String> customers) {
        customers.forEach(id -> account.wave.delete(account.business, "customers", id));
    }

    private Set<String> rest(Page page, int limit) {
        Set<String> ids = new HashSet<>(page.changes().stream().map(Change::id).toList());
        if (page.hasMore()) {
            ids.addAll(account.read(ORGANISATION, page.next(), limit).ids());
        }
        return ids;
    }

    @Test
    @Tag("acceptance-2")
    @Tag("R28")
    void twoHundredAndOneCustomersAreAllRead() {
        List<String> all = customers(201);

        assertThat(rest(account.page(ORGANISATION, null, 50), 50)).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    @Tag("R28")
    void whatIsStillThereIsReadHoweverManyGoBetweenTwoPages(int gone) {
        List<String> all = customers(12);
        Page first = account.page(ORGANISATION, null, 3);
        Page second = account.page(ORGANISATION, first.next(), 3);
        delete(all.subList(0, gone));

        assertThat(rest(second, 3)).containsAll(all.subList(6, 12));
    }

    @Test
    @Tag("R28")
    void whateverIsDeletedWhileReadingNothingElseIsMissed() {
        long seed = 20261125;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            List<String> all = new ArrayList<>(customers(17));
            Set<String> read = new HashSet<>();
            Page page = account.page(ORGANISATION, null, 3);
            read.addAll(page.changes().stream().map(Change::id).toList());
            for (int pages = 0; page.hasMore() && pages < 100; pages++) {
                for (int i = random.nextInt(5); i > 0 && !all.isEmpty() && pages < 10; i--) {
                    delete(List.of(all.remove(random.nextInt(all.size()))));
                }
                page = account.page(ORGANISATION, page.next(), 3);
                read.addAll(page.changes().stream().map(Change::id).toList());
            }
            assertThat(page.hasMore()).as("seed %s", seed).isFalse();
            assertThat(read).as("seed %s, round %s", seed, round).containsAll(all);
            delete(all);
        }
    }

    @Test
    @Tag("R28")
    void whatIsMadeWhileReadingMovesNothing() {
        List<String> all = customers(4);
        Page first = account.page(ORGANISATION, null, 2);
        String late = account.customer("name", "Late");
        account.clock.advance(Duration.ofSeconds(1));

        Account.Told rest = account.read(ORGANISATION, first.next(), 2);
        List<String> others = new ArrayList<>(rest.ids());
        others.addAll(account.read(ORGANISATION, rest.end(), 2).ids());

        assertThat(rest.ids()).startsWith(all.get(2), all.get(3)).doesNotContain(all.get(0), all.get(1));
        assertThat(others).contains(late);
    }

    @Test
    @Tag("R28")
    void whatIsChangedWhileAWindowIsReadIsInItOrInTheNextOne() {
        List<String> all = customers(6);
        account.clock.advance(Duration.ofMinutes(10));
        Position end = account.read(ORGANISATION, null, 2).end();
        account.clock.advance(Duration.ofMinutes(10));
        all.forEach(id -> account.wave.edit(account.business, "customers", id, Map.of("postalCode", "0150")));
        account.clock.advance(Duration.ofMinutes(1));

        Page first = account.page(ORGANISATION, end, 2);
        account.clock.advance(Duration.ofMinutes(1));
        account.wave.edit(account.business, "customers", all.get(0), Map.of("postalCode", "0151"));
        account.wave.edit(account.business, "customers", all.get(5), Map.of("postalCode", "0151"));
        account.clock.advance(Duration.ofMinutes(1));
        Account.Told rest = account.read(ORGANISATION, first.next(), 2);
        List<String> next = account.read(ORGANISATION, rest.end(), 2).ids();

        assertThat(rest.ids()).contains(all.get(2), all.get(3), all.get(4));
        assertThat(next).contains(all.get(0));
        assertThat(rest.changes())
                .as("the last page shows the last change")
                .map(RecordSnapshot.class::cast)
                .filteredOn(record -> record.id().equals(all.get(5)))
                .extracting(record -> record.fields()
                        .originalText(record.fields().schema().index("zip"))
                        .orElse(""))
                .containsExactly("0151");
    }

    @Test
    @Tag("R28")
    @Tag("R40")
    void readingOnGoesBackALittleAndAsksOnceWhenNothingChanged() {
        List<String> all = customers(250);
        account.with("businessId", account.business).clock.advance(Duration.ofHours(26));
        Position end = account.read(ORGANISATION, null, 100).end();
        end = account.read(ORGANISATION, end, 100).end();
        account.clock.advance(Duration.ofMinutes(10));
        account.wave.server().forget();

        assertThat(account.read(ORGANISATION, end, 100).changes()).isEmpty();
        assertThat(account.wave.server().requests()).hasSize(1);

        account.wave.edit(account.business, "customers", all.get(7), Map.of("postalCode", "0150"));
        Instant edited = account.clock.instant();
        Account.Told news = account.read(ORGANISATION, end, 100);
        assertThat(news.ids()).containsExactly(all.get(7));
        account.wave.server().forget();
        assertThat(account.read(ORGANISATION, news.end(), 100).changes())
                .as("what is asked for again is recognised")
                .isEmpty();
        String after = account.wave
                .server()
                .requests()
                .get(0)
                .json()
                .at("/variables/after")
                .asText();
        assertThat(Duration.between(Instant.parse(after), edited))
                .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    @Tag("R40")
    void anEditIsReadWhateverTheHostsClockSays() {
        String id = customers(3).get(1);
        for (Duration ahead : List.of(
                Duration.ofMinutes(5),
                Duration.ofDays(366),
                Duration.ofMinutes(-5),
                Duration.ofDays(-366),
                Duration.ZERO)) {
            account.hostAhead = ahead;
            Position end = account.read(ORGANISATION, null, 100).end();
            end = account.read(ORGANISATION, end, 100).end();
            account.clock.advance(Duration.ofMinutes(3));
            account.wave.edit(account.business, "customers", id, Map.of("postalCode", "015" + ahead.toDays()));
            account.clock.advance(Duration.ofMinutes(3));

            assertThat(account.read(ORGANISATION, end, 100).ids())
                    .as("a host ahead by %s", ahead)
                    .contains(id);
        }
    }

    @Test
    void everyListIsAskedForInAnOrderOfItsOwnAndVendorsWhichHaveNoneAreNotRead() {
        assertThat(DocumentsTest.all())
                .filteredOn(document -> document.matches("(?s).*\\b(customers|products)\\(.*"))
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(document -> document.contains("sort: [CREATED_AT_"));
        assertThat(DocumentsTest.all()).noneMatch(document -> document.contains("vendor"));
        assertThat(account.connector().types().stream().map(TypeSpec::type))
                .containsExactlyInAnyOrder(ORGANISATION, PERSON, PRODUCT);
    }

    @Test
    @Tag("R25")
    void aDeletedCustomerShowsInAFullListingAndTheLookUpConfirmsIt() {
        List<String> all = customers(3);
        delete(all.subList(1, 2));

        assertThat(account.read(ORGANISATION, null, 2).ids()).containsExactly(all.get(0), all.get(2));
        assertThat(account.connector()
                        .lookup(ORGANISATION)
                        .orElseThrow()
                        .byId(all)
                        .get(all.get(1)))
                .isInstanceOf(Lookup.Found.Missing.class);
        assertThat(account.connector().types()).allSatisfy(type -> {
            assertThat(type.deletes()).isEqualTo(Deletes.ID_SWEEP);
            assertThat(type.relistEvery()).contains(Duration.ofDays(1));
        });
    }

    @Test
    @Tag("R25")
    void anArchivedProductIsGone() {
        String product = account.wave.create(account.business, "products", Map.of("name", "Skis", "unitPrice", "1"));
        account.wave.delete(account.business, "products", product);

        assertThat(account.read(PRODUCT, null, 100).ids()).isEmpty();
        assertThat(account.connector().lookup(PRODUCT).orElseThrow().byId(List.of(product)))
                .containsEntry(product, new Lookup.Found.Missing());
    }

    @Test
    @Tag("R38")
    void aCustomerIsAnOrganisationAndItsContactAPersonWhoBelongsToIt() {
        String with = account.customer("name", "Fram", "firstName", "Roald", "email", "roald@x.example");
        account.customer("name", "Gjoa");

        assertThat(account.read(ORGANISATION, null, 100).changes()).hasSize(2);
        assertThat(account.read(PERSON, null, 100).changes())
                .filteredOn(RecordSnapshot.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(RecordSnapshot.class, person -> {
                    assertThat(person.id()).isEqualTo(with);
                    assertThat(person.fields().text("email")).isEqualTo(Value.of("roald@x.example"));
                    assertThat(person.fields().reference("organisation"))
                            .isEqualTo(Value.of(new Reference(ORGANISATION, with)));
                });
    }

    @Test
    @Tag("R28")
    void aPositionThatIsNotOursIsLostAndNotGuessedAt() {
        assertThatThrownBy(() -> account.page(ORGANISATION, new Position.Token("something else"), 100))
                .isInstanceOfSatisfying(
                        TalkException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.POSITION_LOST));
    }
}
