package io.sesam.talk.host;

import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.List;

/** Pages by modification and id. A complete listing is what changed since the epoch. */
record HostReader(HostRecords records) implements Reader {
    @Override
    public Page read(ReadRequest request) {
        Position.Keyset from = request.after()
                .filter(Position.Keyset.class::isInstance)
                .map(Position.Keyset.class::cast)
                .orElseGet(() -> new Position.Keyset(Instant.EPOCH, ""));
        List<RecordSnapshot> page = records.after(from.time(), from.id(), request.limit());
        if (page.isEmpty()) {
            return Page.last(page, from);
        }
        RecordSnapshot last = page.get(page.size() - 1);
        Instant time = last.modified().orElseThrow();
        Position next = new Position.Keyset(time, last.id());
        // More may be written in the last moment. The next run sees it, because the engine goes back by the type's lag.
        return page.size() < request.limit() ? Page.last(page, next) : Page.more(page, next);
    }
}
