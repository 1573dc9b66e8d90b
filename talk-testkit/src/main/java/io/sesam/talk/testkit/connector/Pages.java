package io.sesam.talk.testkit.connector;

import io.sesam.talk.contract.PageSequence;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.Reader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Readings that begin now. */
final class Pages {
    private Pages() {}

    /** Reads from a position to the last page. */
    static PageSequence of(Reader reader, @Nullable Position start, int limit) {
        return PageSequence.of(reader, start, limit, Instant.now());
    }

    /** Reads one page. */
    static Page page(Reader reader, @Nullable Position position, int limit) {
        return PageSequence.page(reader, position, limit, Instant.now());
    }
}
