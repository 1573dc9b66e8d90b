package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Product;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of large, timeless and constantly changing listings. */
@Tag("R28")
final class ListingReaderTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration OVERLAP = Duration.ofMinutes(2);
    private static final int PAGE = 500;

    /** A paged listing that counts its requests. */
    private static class Shelf implements ListingReader.Source {
        final List<RecordSnapshot> records = new ArrayList<>();
        int asked;

        @Override
        public ListingReader.Listed page(String cursor, Optional<Instant> since) {
            asked++;
            int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
            int to = Math.min(records.size(), from + PAGE);
            return new ListingReader.Listed(
                    List.copyOf(records.subList(from, to)),
                    to < records.size() ? Optional.of(String.valueOf(to)) : Optional.empty(),
                    OptionalLong.empty());
        }

        @Override
        public boolean knowsNews() {
            return false;
        }

        @Override
        public boolean moves() {
            return false;
        }
    }

    private record Read(List<Change> changes, Position end) {}

    private static Read read(ListingReader reader, Optional<Position> after, Instant now) {
        List<Change> changes = new ArrayList<>();
        Page page = reader.read(after.map(position -> ReadRequest.after(position, now, PAGE))
                .orElseGet(() -> ReadRequest.fromStart(now, PAGE)));
        changes.addAll(page.changes());
        for (int i = 0; page.hasMore() && i < 1_000; i++) {
            assertThat(page.next().text().length()).isLessThanOrEqualTo(Position.MAX_LENGTH);
            page = reader.read(ReadRequest.after(Position.parse(page.next().text()), now, PAGE));
            changes.addAll(page.changes());
        }
        assertThat(page.next().text().length()).isLessThanOrEqualTo(Position.MAX_LENGTH);
        return new Read(changes, page.next());
    }

    private static RecordSnapshot product(int id, String name) {
        return RecordSnapshot.of(
                String.valueOf(id),
                Fields.builder(Product.SCHEMA).text("name", name).build());
    }

    @Test
    void ofAFewThousandRecordsWithoutTimesOnlyTheChangedOneIsNews() {
        Shelf shelf = new Shelf();
        IntStream.range(0, 6_000).forEach(id -> shelf.records.add(product(id, "Skis " + id)));
        ListingReader reader = new ListingReader("shelf", shelf, OVERLAP);

        Read first = read(reader, Optional.empty(), NOON);
        shelf.records.set(4_711, product(4_711, "Tent"));
        Read second = read(reader, Optional.of(first.end()), NOON.plusSeconds(3_600));
        shelf.records.set(4_711, product(4_711, "Skis 4711"));
        Read third = read(reader, Optional.of(second.end()), NOON.plusSeconds(7_200));

        assertThat(first.changes()).hasSize(6_000);
        assertThat(second.changes()).extracting(Change::id).containsExactly("4711");
        assertThat(third.changes())
                .as("what went back to what it was")
                .extracting(Change::id)
                .containsExactly("4711");
        assertThat(read(reader, Optional.of(third.end()), NOON.plusSeconds(9_999))
                        .changes())
                .isEmpty();
    }

    @Test
    @Tag("R40")
    void anEditIsReadHoweverFarTheHostsClockIsAhead() {
        for (boolean sendsDate : new boolean[] {true, false}) {
            for (Duration ahead :
                    List.of(Duration.ofMinutes(10), Duration.ofDays(3), Duration.ofDays(366), Duration.ofDays(-3))) {
                Instant[] system = {NOON};
                Shelf shelf = new Shelf() {
                    @Override
                    public Optional<Instant> date() {
                        return sendsDate ? Optional.of(system[0]) : Optional.empty();
                    }
                };
                shelf.records.add(product(1, "Skis").modified(NOON.minus(Duration.ofDays(9))));
                shelf.records.add(product(2, "Tent").modified(NOON.minus(Duration.ofDays(8))));
                ListingReader reader = new ListingReader("shelf", shelf, OVERLAP);
                Read first = read(reader, Optional.empty(), system[0].plus(ahead));
                system[0] = NOON.plusSeconds(3_600);
                shelf.records.set(0, product(1, "Boots").modified(system[0]));

                Read second = read(reader, Optional.of(first.end()), system[0].plus(ahead));

                assertThat(second.changes())
                        .as("a host ahead by %s, date header: %s", ahead, sendsDate)
                        .extracting(Change::id)
                        .contains("1");
            }
        }
    }

    /** Records that do not fit are returned again, and none is lost. */
    @Test
    void ofMoreRecordsThanAPositionHoldsEveryChangeIsStillNews() {
        Shelf shelf = new Shelf();
        IntStream.range(0, 20_000).forEach(id -> shelf.records.add(product(id, "Skis " + id)));
        ListingReader reader = new ListingReader("shelf", shelf, OVERLAP);

        Read first = read(reader, Optional.empty(), NOON);
        shelf.records.set(19_999, product(19_999, "Tent"));
        Read second = read(reader, Optional.of(first.end()), NOON.plusSeconds(3_600));

        assertThat(first.changes())
                .extracting(Change::id)
                .doesNotHaveDuplicates()
                .hasSize(20_000);
        assertThat(second.changes()).extracting(Change::id).contains("19999");
    }

    @Test
    void ofRecordsThatTellTheirTimesOnlyTheLastMinutesAreRemembered() {
        Shelf shelf = new Shelf();
        IntStream.range(0, 20_000)
                .forEach(id -> shelf.records.add(product(id, "Skis").modified(NOON.minusSeconds(20_000 - id))));
        ListingReader reader = new ListingReader("shelf", shelf, OVERLAP);

        Read first = read(reader, Optional.empty(), NOON);
        shelf.records.set(7, product(7, "Tent").modified(NOON.plusSeconds(60)));
        Read second = read(reader, Optional.of(first.end()), NOON.plusSeconds(120));
        Read third = read(reader, Optional.of(second.end()), NOON.plusSeconds(180));

        assertThat(first.changes()).hasSize(20_000);
        assertThat(second.changes()).extracting(Change::id).containsExactly("7");
        assertThat(third.changes()).isEmpty();
    }

    /** The system's clock is half an hour slow; a change after the last reading seems to be before it. */
    @Test
    void aClockOverThereThatIsSlowHidesNothing() {
        Shelf shelf = new Shelf();
        Duration slow = Duration.ofMinutes(30);
        shelf.records.add(product(1, "Skis").modified(NOON.minus(slow)));
        ListingReader reader = new ListingReader("shelf", shelf, OVERLAP);
        Read first = read(reader, Optional.empty(), NOON);

        shelf.records.add(product(2, "Tent").modified(NOON.plusSeconds(60).minus(slow)));

        assertThat(read(reader, Optional.of(first.end()), NOON.plusSeconds(120)).changes())
                .extracting(Change::id)
                .containsExactly("2");
    }

    @Test
    void aListingThatNeverHoldsStillIsGivenUpAndNotTakenForComplete() {
        Shelf shelf = new Shelf() {
            @Override
            public ListingReader.Listed page(String cursor, Optional<Instant> since) {
                records.remove(0);
                return super.page(cursor, since);
            }

            @Override
            public boolean moves() {
                return true;
            }
        };
        IntStream.range(0, 1_200).forEach(id -> shelf.records.add(product(id, "Skis")));

        assertThatThrownBy(() -> read(new ListingReader("shelf", shelf, OVERLAP), Optional.empty(), NOON))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
        assertThat(shelf.asked).isBetween(9, 27);
    }

    @Test
    void aPositionOfAnotherConnectorIsLost() {
        ListingReader reader = new ListingReader("shelf", new Shelf(), OVERLAP);

        for (Position position : List.of(new Position.Token("7|x"), new Position.Keyset(NOON, "7"))) {
            assertThatThrownBy(() -> reader.read(ReadRequest.after(position, NOON, PAGE)))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POSITION_LOST));
        }
    }
}
