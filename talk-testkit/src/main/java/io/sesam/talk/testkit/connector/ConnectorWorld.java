package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A test system as its user sees it. Created new and empty for each test.
 *
 * <p>Its methods must not use the connector under test: otherwise errors in both could cancel out.
 */
public interface ConnectorWorld extends AutoCloseable {
    /** Returns the raw settings that lead the connector to this world. */
    Map<String, ?> settings();

    /** Returns the base of relative paths in the settings. */
    default Path base() {
        return Path.of("");
    }

    /** Returns the host's types. Every type both here and in {@code Connector.types()} is tested. */
    default Collection<Schema> schemas() {
        return List.of(Person.SCHEMA, Organisation.SCHEMA, Product.SCHEMA);
    }

    /** Returns the clock of the connector and its readings. For systems with simulated time. */
    default Clock clock() {
        return Clock.systemUTC();
    }

    /** Creates a record with exactly these values; returns its id. Unknown fields are left out. */
    String put(Fields record);

    /** Changes only the known fields of a record. */
    void change(String id, Fields changes);

    /** Deletes a record. */
    void delete(EntityType type, String id);

    /** Returns all records of a type, by id. */
    Map<String, Fields> list(EntityType type);

    /** Returns the failures this world can simulate. Each is tested in a world of its own with a few records. */
    default List<Breakage> breakages() {
        return List.of();
    }

    /** Reports whether a field left out at creation reads as unknown. Otherwise it reads as blank. */
    default boolean tellsUnknown() {
        return false;
    }

    /**
     * Reports whether the connector must detect stale decisions. Those are writes decided on a state of the record that
     * has changed since.
     */
    default boolean noticesStaleDecisions() {
        return false;
    }

    /**
     * Makes every page of a listing hold at most so many records, although more follow. Systems do so when a filter, a
     * permission or their size limit takes records off a page.
     *
     * @return whether this world can
     */
    default boolean shortenPages(int records) {
        return false;
    }

    /** Releases all resources. */
    @Override
    default void close() {}
}
