package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Connectors that break a promise about complete listings. */
final class ReadMutants {
    private ReadMutants() {}

    private static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return Mutant.of(does, "person: " + promise, faults);
    }

    static List<Mutant> all() {
        return List.of(
                of(
                        "hides some records",
                        "reading from the start returns every record, as it was put",
                        () -> Faults.shown(change ->
                                Optional.of(change).filter(each -> !each.id().endsWith("3")))),
                of(
                        "reads first names as last names",
                        "reading from the start returns every record, as it was put",
                        () -> Faults.records(
                                record -> record.with(1, record.fields().slot(0)))),
                of(
                        "returns a record more than was asked for",
                        "a page never holds more than its limit",
                        () -> Faults.reading(
                                (world, type, honest, request) -> honest.read(limited(request, request.limit() + 1)))),
                of(
                        "takes a page of one record for the last one",
                        "pages of one record give the same as large pages",
                        () -> Faults.reading((world, type, honest, request) -> {
                            Page page = honest.read(request);
                            return request.limit() == 1 ? Page.last(page.changes(), page.next()) : page;
                        })),
                of(
                        "returns each record once, whatever is asked",
                        "reading the same position twice gives the same or more",
                        Once::new),
                of(
                        "keeps the place of a listing in its memory",
                        "a reading continues in another connector, as after a crash",
                        PlaceInMemory::new),
                of(
                        "goes on after an empty page",
                        "an empty system gives an empty last page",
                        () -> Faults.reading((world, type, honest, request) -> {
                            Page page = honest.read(request);
                            return page.changes().isEmpty() ? Page.more(page.changes(), page.next()) : page;
                        })),
                of(
                        "takes a short page for the last one",
                        "a page that is short is no end (R39)",
                        () -> Faults.reading((world, type, honest, request) -> {
                            Page page = honest.read(request);
                            boolean end = page.changes().size() < request.limit();
                            return end ? Page.last(page.changes(), page.next()) : page;
                        })),
                of(
                        "takes the time of reading for the time of modification",
                        "the times of a record stay while nobody changes it (R40)",
                        ReadMutants::timeOfReading),
                of(
                        "marks what it has read in the system",
                        "reading changes no record",
                        () -> Faults.reading(ReadMutants::marking)),
                of(
                        "shares the place of a listing between connectors",
                        "two connectors at the same time read the same",
                        () -> Faults.reading(ReadMutants::sharing)));
    }

    static ReadRequest limited(ReadRequest request, int limit) {
        return request.after()
                .map(position -> ReadRequest.after(position, request.until(), limit))
                .orElseGet(() -> ReadRequest.fromStart(request.until(), limit));
    }

    static ReadRequest from(Optional<Position> after, ReadRequest request) {
        return after.map(position -> ReadRequest.after(position, request.until(), request.limit()))
                .orElseGet(() -> ReadRequest.fromStart(request.until(), request.limit()));
    }

    static Fault timeOfReading() {
        return Faults.reading((world, type, honest, request) -> Faults.with(
                honest.read(request),
                change -> Optional.of(
                        change instanceof RecordSnapshot record ? record.modified(world.clock.instant()) : change)));
    }

    private static Page marking(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
        Page page = honest.read(request);
        for (Change change : page.changes()) {
            world.system.table(type).put(change.id(), "lastname", "read");
        }
        return page;
    }

    private static Page sharing(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
        Optional<Position> shared = request.after().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable((Position) world.shared.get(type.name()));
        Page page = honest.read(from(shared, request));
        world.shared.put(type.name(), page.next());
        return page;
    }

    /** Returns each record once. */
    private static final class Once implements Fault {
        private final Set<String> returned = new HashSet<>();

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            return Faults.with(
                    honest.read(request), change -> Optional.of(change).filter(each -> returned.add(each.id())));
        }
    }

    /** Knows only the places of listings that it began itself. */
    private static final class PlaceInMemory implements Fault {
        private final Set<Position> places = new HashSet<>();

        @Override
        public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
            Optional<Position> after = request.after();
            if (after.isPresent() && after.get() instanceof Position.Token && !places.contains(after.get())) {
                return Page.last(List.of(), after.get());
            }
            Page page = honest.read(request);
            places.add(page.next());
            return page;
        }
    }
}
