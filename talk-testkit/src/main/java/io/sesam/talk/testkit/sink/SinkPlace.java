package io.sesam.talk.testkit.sink;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import io.sesam.talk.spi.sink.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place where a sink keeps its tables, such as a file or a data set; one for each test of the contract. */
public interface SinkPlace {
    /** Opens a sink on this place; called again after the sink before it was closed, perhaps with further properties. */
    Sink open(PluginContext context);

    /**
     * The rows of a table as somebody else sees them, in any order, while a sink is open on the place.
     *
     * @return for each row the values of {@link Table#columns()} in their order: a {@link String}, {@link Long},
     *     {@link java.time.Instant}, {@link Boolean} or {@code null}
     */
    List<List<@Nullable Object>> rows(Table table);
}
