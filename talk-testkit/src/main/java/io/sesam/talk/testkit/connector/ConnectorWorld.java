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
 * A system as a person sees it who works in it by hand; made anew, and empty, for each test.
 *
 * <p>What it does must not go through the connector under test: else the two may be wrong together.
 */
public interface ConnectorWorld extends AutoCloseable {
    /** The raw settings with which the connector finds this world. */
    Map<String, ?> settings();

    /** What relative paths in the settings are relative to. */
    default Path base() {
        return Path.of("");
    }

    /** The host's types. Every type that is both here and in {@code Connector.types()} is tested. */
    default Collection<Schema> schemas() {
        return List.of(Person.SCHEMA, Organisation.SCHEMA, Product.SCHEMA);
    }

    /** The clock that the connector is lent, and by which readings begin; for systems that live in a time of their own. */
    default Clock clock() {
        return Clock.systemUTC();
    }

    /** Makes a record that says what the fields say, to the letter; what is unknown is left out. Answers its id. */
    String put(Fields record);

    /** Changes what the fields say and nothing else. */
    void change(String id, Fields changes);

    /** Takes a record away. */
    void delete(EntityType type, String id);

    /** What is there, by id. */
    Map<String, Fields> list(EntityType type);

    /** The ways in which it can be broken; each is tried in a world of its own that holds a few records. */
    default List<Breakage> breakages() {
        return List.of();
    }

    /** Whether a property that was left out when a record was made shows as unknown rather than blank (R2). */
    default boolean tellsUnknown() {
        return false;
    }

    /** Whether the connector notices that a decision rests on what is no longer so (R19); then it is held to that. */
    default boolean noticesStaleDecisions() {
        return false;
    }

    /** Lets go of everything. */
    @Override
    default void close() {}
}
