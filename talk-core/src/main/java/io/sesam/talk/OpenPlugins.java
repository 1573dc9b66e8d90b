package io.sesam.talk;

import io.sesam.talk.engine.config.PluginFailures;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open plugins, closed in the opposite order. */
final class OpenPlugins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPlugins.class);

    private final List<AutoCloseable> parts = new ArrayList<>();

    void add(AutoCloseable part) {
        parts.add(part);
    }

    /** Adds what is to be closed last. */
    <T extends AutoCloseable> T addFirst(T part) {
        parts.add(0, part);
        return part;
    }

    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (Throwable e) {
                PluginFailures.rethrowFatal(e);
                LOG.warn("something did not close: {}", e.getClass().getSimpleName());
            }
        }
        parts.clear();
    }
}
