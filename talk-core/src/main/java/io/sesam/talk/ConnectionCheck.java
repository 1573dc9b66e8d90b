package io.sesam.talk;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.EnricherConnection;
import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.engine.config.SinkConnection;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks all connections, one after the other. */
final class ConnectionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCheck.class);

    private final EngineConfig config;

    ConnectionCheck(EngineConfig config) {
        this.config = config;
    }

    Map<SystemName, Check> check() {
        Map<SystemName, Check> checks = new LinkedHashMap<>();
        for (Connection connection : config.connections()) {
            checks.put(
                    connection.name(),
                    checked(connection.name(), () -> connection.connector().check(types(connection))));
        }
        for (EnricherConnection enricher : config.enrichers()) {
            checks.put(enricher.name(), checked(enricher.name(), enricher.enricher()::check));
        }
        for (SinkConnection sink : config.sinks()) {
            checks.put(sink.name(), checked(sink.name(), sink.sink()::check));
            released(sink);
        }
        return checks;
    }

    /** The types of the host that take part in a connection. */
    private Set<EntityType> types(Connection connection) {
        return config.policies().keySet().stream()
                .filter(connection::takesPart)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void released(SinkConnection sink) {
        try {
            sink.sink().release();
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            LOG.warn("{} could not be released: {}", sink.name(), e.getClass().getSimpleName());
        }
    }

    Map<SystemName, Check> fix() {
        Map<SystemName, Check> checks = new LinkedHashMap<>();
        for (Connection connection : config.connections()) {
            checks.put(
                    connection.name(),
                    checked(connection.name(), () -> connection.connector().fix(types(connection))));
        }
        return checks;
    }

    private static Check checked(SystemName name, Supplier<Check> asked) {
        try {
            return Objects.requireNonNull(asked.get(), "no answer");
        } catch (TalkException e) {
            return Check.problem(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            LOG.debug("a check failed with a {}", e.getClass().getName());
            return Check.problem(
                    String.valueOf(TalkException.mistakeOfPlugin(name, e).getMessage()));
        }
    }
}
