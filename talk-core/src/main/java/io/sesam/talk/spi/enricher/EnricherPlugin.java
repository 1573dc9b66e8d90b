package io.sesam.talk.spi.enricher;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/**
 * The door of an enricher: public data that records of the host are completed from (R31).
 *
 * <p>Found by {@link java.util.ServiceLoader}, or simply made with {@code new}; the constructor has no parameters and
 * does nothing. One plugin opens any number of enrichers, from any thread.
 */
public interface EnricherPlugin {
    /** What it is called and which settings it understands; the same every time. */
    PluginSpec spec();

    /**
     * Opens an enricher with settings that have been found to fit {@link #spec()}. No network, no file is touched yet.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Enricher open(Settings settings, PluginContext context);
}
