package io.sesam.talk.query;

import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.Optional;

/**
 * A page of golden records that a query found.
 *
 * <p>Immutable. Ordered by the word that was found, else by id, unless the query names another order. Holds values of people.
 */
@Experimental
public interface RecordPage {
    /**
     * The records found; may be fewer than asked for, even none on a page that has a next one: a page ends after a bounded
     * amount of work.
     */
    List<FoundRecord> records();

    /** Position for the next page; empty on the last one. May hold a word of a person: not for a log. */
    Optional<String> next();
}
