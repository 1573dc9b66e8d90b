package io.sesam.talk.spi.enricher;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/**
 * The entry point of an enricher (R31).
 *
 * <p>Found by {@link java.util.ServiceLoader} or created with {@code new}; the constructor has no parameters and
 * does nothing. One plugin opens any number of enrichers, from any thread.
 */
public interface EnricherPlugin {
    /** Returns name and settings; always the same. */
    PluginSpec spec();

    /**
     * Opens an enricher with settings validated against {@link #spec()}. Must not touch the network or a file.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Enricher open(Settings settings, PluginContext context);
}
