package io.sesam.talk;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import io.sesam.talk.sync.Connection;
import io.sesam.talk.sync.EnricherConnection;
import io.sesam.talk.sync.Setup;
import io.sesam.talk.sync.SinkConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tries everything that a Talk is connected with, one after the other. */
final class Checkup {
    private final Setup setup;

    Checkup(Setup setup) {
        this.setup = setup;
    }

    Map<SystemName, Check> check() {
        Map<SystemName, Check> checks = new LinkedHashMap<>();
        for (Connection connection : setup.connections()) {
            checks.put(connection.name(), said(connection.name(), connection.connector()::check));
        }
        for (EnricherConnection enricher : setup.enrichers()) {
            checks.put(enricher.name(), said(enricher.name(), enricher.enricher()::check));
        }
        for (SinkConnection sink : setup.sinks()) {
            checks.put(sink.name(), said(sink.name(), sink.sink()::check));
            sink.sink().release();
        }
        return checks;
    }

    Map<SystemName, Check> fix() {
        Map<SystemName, Check> checks = new LinkedHashMap<>();
        for (Connection connection : setup.connections()) {
            checks.put(connection.name(), said(connection.name(), connection.connector()::fix));
        }
        return checks;
    }

    private static Check said(SystemName name, Supplier<Check> asked) {
        try {
            return asked.get();
        } catch (TalkException e) {
            return Check.problem(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Talk.LOG.debug("a check failed with a {}", e.getClass().getName());
            return Check.problem(
                    String.valueOf(TalkException.mistakeOfPlugin(name, e).getMessage()));
        }
    }
}
