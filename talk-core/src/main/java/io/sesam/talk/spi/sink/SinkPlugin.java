package io.sesam.talk.spi.sink;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/** The door of a sink: found by {@link java.util.ServiceLoader}, or simply made with {@code new}. */
public interface SinkPlugin {
    /** What it is called and which settings it understands; the same every time. */
    PluginSpec spec();

    /**
     * Opens a sink with settings that have been found to fit {@link #spec()}. Nothing is touched yet.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Sink open(Settings settings, PluginContext context);
}
