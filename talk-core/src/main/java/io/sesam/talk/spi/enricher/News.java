package io.sesam.talk.spi.enricher;

import io.sesam.talk.spi.Position;
import java.util.Optional;
import java.util.Set;

/** A register's own account of which of its entries have changed. Called by one thread at a time. */
@FunctionalInterface
public interface News {
    /**
     * A page of news.
     *
     * @param changed the ids of entries that are not as they were, also those that are gone; an entry may be named again
     * @param next where the following page begins
     * @param hasMore whether there is one already
     */
    record Page(Set<String> changed, Position next, boolean hasMore) {
        /** Copies the set. */
        public Page {
            changed = Set.copyOf(changed);
        }
    }

    /**
     * The news since a position. Without one, where news begin from now on: nothing has been asked yet that they could be
     * about.
     */
    Page since(Optional<Position> position);
}
