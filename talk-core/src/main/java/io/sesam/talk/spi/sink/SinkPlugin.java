package io.sesam.talk.spi.sink;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/** The entry point of a sink. Found by {@link java.util.ServiceLoader} or created with {@code new}. */
public interface SinkPlugin {
    /** Returns name and settings; always the same. */
    PluginSpec spec();

    /**
     * Opens a sink with settings validated against {@link #spec()}. Must not touch anything yet.
     *
     * @throws io.sesam.talk.error.TalkException CONFIGURATION, when settings contradict each other
     */
    Sink open(Settings settings, PluginContext context);
}
