package io.sesam.talk.spi.enricher;

import io.sesam.talk.spi.Position;
import java.util.Optional;
import java.util.Set;

/** A register's feed of changed entries. Called by one thread at a time. */
@FunctionalInterface
public interface News {
    /**
     * A page of changed entries.
     *
     * @param changed the ids of changed or deleted entries; an id may come again
     * @param topics the {@link Enricher#topics topics} whose questions may now have another answer, such as the names
     *     of new entries
     * @param next the position of the following page
     * @param hasMore whether the following page exists already
     */
    record Page(Set<String> changed, Set<String> topics, Position next, boolean hasMore) {
        /** Copies the sets. */
        public Page {
            changed = Set.copyOf(changed);
            topics = Set.copyOf(topics);
        }

        /** Creates a page without topics. */
        public Page(Set<String> changed, Position next, boolean hasMore) {
            this(changed, Set.of(), next, hasMore);
        }
    }

    /**
     * Reads the changes since a position. Without one, returns the present end of the feed: no question has been
     * asked yet, so no earlier change matters.
     */
    Page since(Optional<Position> position);
}
