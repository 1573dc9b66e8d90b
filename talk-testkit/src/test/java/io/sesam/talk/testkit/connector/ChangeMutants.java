package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Connectors that break a promise about later readings. */
final class ChangeMutants {
    private ChangeMutants() {}

    private static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return Mutant.of(does, "person: " + promise, faults);
    }

    static List<Mutant> all() {
        return List.of(
                of(
                        "lists everything each time",
                        "nothing new gives an empty last page",
                        () -> Faults.reading((world, type, honest, request) -> honest.read(
                                isIncremental(request) ? ReadMutants.from(Optional.empty(), request) : request))),
                of(
                        "forgets its position when there is nothing new",
                        "the next run finds nothing new either",
                        () -> Faults.reading((world, type, honest, request) -> {
                            Page page = honest.read(request);
                            boolean idle =
                                    isIncremental(request) && page.changes().isEmpty();
                            return idle ? Page.last(List.of(), new Position.Keyset(Instant.EPOCH, "")) : page;
                        })),
                of(
                        "asks for changed records, and not for new ones",
                        "a new record is returned",
                        () -> incrementally(record -> !record.modified().equals(record.created()))),
                of(
                        "asks for new records, and not for changed ones",
                        "a changed record is returned again, with its new value",
                        () -> incrementally(record -> record.modified().equals(record.created()))),
                of(
                        "continues after the end of a listing, and not after its begin",
                        "a change made between two pages is not lost",
                        () -> Faults.reading((world, type, honest, request) -> {
                            Page page = honest.read(request);
                            return page.hasMore()
                                    ? page
                                    : Page.last(page.changes(), new Position.Keyset(world.clock.instant(), ""));
                        })),
                of(
                        "keeps the begin of a listing in its memory",
                        "a change made between two pages is not lost over a crash",
                        BeginInMemory::new),
                of(
                        "counts the records before a page",
                        "no record is left out when another is deleted between two pages",
                        () -> new Counting(false)),
                of(
                        "counts the records before a page, and notices deletions by its memory",
                        "no record is left out when another is deleted between two pages, over a crash",
                        () -> new Counting(true)),
                of(
                        "returns each change once",
                        "a change is returned again when its position is read again",
                        ChangeOnce::new),
                of(
                        "leaves deletions out",
                        "a deleted record shows as the spec declares",
                        () -> Faults.shown(change -> Optional.of(change).filter(RecordSnapshot.class::isInstance))));
    }

    private static boolean isIncremental(ReadRequest request) {
        return request.after().filter(Position.Keyset.class::isInstance).isPresent();
    }

    /** Returns only some records of the changed ones. */
    private static Fault incrementally(Predicate<RecordSnapshot> filter) {
        return Faults.reading((world, type, honest, request) -> Faults.with(
                honest.read(request),
                change -> Optional.of(change)
                        .filter(each -> !isIncremental(request)
                                || !(each instanceof RecordSnapshot record)
                                || filter.test(record))));
    }

    /** Knows the begin only of listings that it began itself. */
    private static final class BeginInMemory implements Fault {
        private Optional<Position> begin = Optional.empty();

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            if (request.after().isEmpty()) {
                begin = Optional.of(new Position.Keyset(world.clock.instant(), ""));
            }
            Page page = honest.read(request);
            return page.hasMore() || isIncremental(request)
                    ? page
                    : Page.last(page.changes(), begin.orElseGet(() -> new Position.Keyset(world.clock.instant(), "")));
        }
    }

    /** Reads pages by the number of records before them. */
    private static final class Counting implements Fault {
        private final boolean notices;
        private int total;

        Counting(boolean notices) {
            this.notices = notices;
        }

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            if (isIncremental(request)) {
                return honest.read(request);
            }
            List<Change> all = honest.read(ReadRequest.fromStart(request.until(), Integer.MAX_VALUE))
                    .changes();
            String[] place = request.after()
                    .map(position -> ((Position.Token) position).value().split(" ", 2))
                    .orElseGet(() -> new String[] {world.clock.instant().toString(), "0"});
            boolean shrunk = notices && all.size() < total;
            total = all.size();
            int from = shrunk ? 0 : Math.min(all.size(), Integer.parseInt(place[1]));
            int to = Math.min(all.size(), from + request.limit());
            return to < all.size()
                    ? Page.more(all.subList(from, to), new Position.Token(place[0] + " " + to))
                    : Page.last(all.subList(from, to), new Position.Keyset(Instant.parse(place[0]), ""));
        }
    }

    /** Remembers which changes were returned. */
    private static final class ChangeOnce implements Fault {
        private final Set<String> returned = new HashSet<>();

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            return Faults.with(
                    honest.read(request),
                    change -> Optional.of(change)
                            .filter(each -> !isIncremental(request)
                                    || !(each instanceof RecordSnapshot record)
                                    || returned.add(record.id() + " " + record.modified())));
        }
    }
}
