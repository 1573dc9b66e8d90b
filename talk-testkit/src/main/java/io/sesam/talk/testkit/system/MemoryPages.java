package io.sesam.talk.testkit.system;

import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The pages of a {@link MemoryTable}. First everything by id, then changes by time and id; positions are times of the
 * system's own clock (R40).
 */
final class MemoryPages {
    private final MemoryRows table;
    private final Set<String> hidden;

    /**
     * Creates pages.
     *
     * @param hidden the ids of records that listings leave out
     */
    MemoryPages(MemoryRows table, Set<String> hidden) {
        this.table = table;
        this.hidden = hidden;
    }

    Page next(ReadRequest request) {
        return request.after().isEmpty() || request.after().get() instanceof Position.Token
                ? listing(request)
                : changes((Position.Keyset) request.after().get(), request);
    }

    private Page listing(ReadRequest request) {
        String[] under = request.after()
                .map(position -> ((Position.Token) position).value().split(" ", 2))
                .orElseGet(() -> new String[] {table.clock.instant().toString(), ""});
        Instant begun = Instant.parse(under[0]);
        String after = under[1];
        List<RecordSnapshot> page = table.rows.tailMap(after, false).values().stream()
                .filter(row -> !hidden.contains(row.id()))
                .limit(request.limit())
                .map(table::shown)
                .toList();
        if (page.size() == request.limit()) {
            return Page.more(
                            page,
                            new Position.Token(
                                    begun + " " + page.get(page.size() - 1).id()))
                    .ofTotal(table.rows.size());
        }
        return Page.last(page, new Position.Keyset(begun, "")).ofTotal(table.rows.size());
    }

    private Page changes(Position.Keyset after, ReadRequest request) {
        record At(Instant time, String id, Change change) {}
        Comparator<At> order = Comparator.comparing(At::time).thenComparing(At::id);
        Instant now = table.clock.instant();
        Instant visible = now.minus(table.spec.indexLag());
        List<At> all = new ArrayList<>();
        table.rows.values().forEach(row -> all.add(new At(row.modified(), row.id(), table.shown(row))));
        if (table.spec.deletes() == Deletes.FEED) {
            table.deleted.forEach((id, time) -> all.add(new At(time, id, table.gone(id))));
        }
        At from = new At(after.time(), after.id(), new Change.Deleted(""));
        List<At> wanted = all.stream()
                .filter(at -> order.compare(at, from) >= 0 && !at.time().isAfter(visible))
                .sorted(order)
                .limit(request.limit() + 1L)
                .toList();
        List<Change> page =
                wanted.stream().limit(request.limit()).map(At::change).toList();
        if (wanted.size() > request.limit()) {
            At next = wanted.get(request.limit());
            return Page.more(page, new Position.Keyset(next.time(), next.id()));
        }
        return Page.last(page, new Position.Keyset(now, ""));
    }
}
