package io.sesam.talk.spi;

import io.sesam.talk.spi.settings.Settings;

/**
 * The entry point of a connector.
 *
 * <p>Found by {@link java.util.ServiceLoader} or created with {@code new}; the constructor has no parameters and
 * does nothing. One plugin opens any number of connectors, from any thread.
 */
public interface ConnectorPlugin {
    /** Returns name and settings; always the same. */
    PluginSpec spec();

    /**
     * Opens a connection with settings validated against {@link #spec()}. Must not touch the network or a file.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Connector open(Settings settings, PluginContext context);
}
