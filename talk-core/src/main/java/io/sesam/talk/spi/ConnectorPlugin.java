package io.sesam.talk.spi;

import io.sesam.talk.spi.settings.Settings;

/**
 * The door of a connector.
 *
 * <p>Found by {@link java.util.ServiceLoader}, or simply made with {@code new}; the constructor has no parameters and
 * does nothing. One plugin opens any number of connectors, from any thread.
 */
public interface ConnectorPlugin {
    /** What it is called and which settings it understands; the same every time. */
    PluginSpec spec();

    /**
     * Opens a connection with settings that have been found to fit {@link #spec()}. No network, no file is touched yet.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Connector open(Settings settings, PluginContext context);
}
