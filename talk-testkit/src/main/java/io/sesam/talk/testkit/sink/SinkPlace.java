package io.sesam.talk.testkit.sink;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A location for a sink's tables. For instance a file or a data set; one for each test of the contract. */
public interface SinkPlace {
    /**
     * Opens a sink in this place. Called again after the previous sink was closed, possibly with further properties.
     */
    Sink open(PluginContext context);

    /**
     * Returns the rows of a table, as another reader sees them. In any order, while a sink is open in this place.
     *
     * @return for each row the values of {@link Table#columns()} in their order: a {@link String}, {@link Long},
     *     {@link java.time.Instant}, {@link Boolean} or {@code null}
     */
    List<List<@Nullable Object>> rows(Table table);

    /**
     * Returns what the place holds as bytes, such as its files. Called while no sink is open. Empty where nobody can see
     * that.
     */
    default Optional<byte[]> bytes() {
        return Optional.empty();
    }

    /** Checks whether a thread is the place's own, such as that of a simulated server, and not the sink's. */
    default boolean owns(Thread thread) {
        return false;
    }
}
