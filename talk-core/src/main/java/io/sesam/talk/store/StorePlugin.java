package io.sesam.talk.store;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/** The door of a kind of store: found by {@link java.util.ServiceLoader}, or simply made with {@code new}. */
public interface StorePlugin {
    /** What it is called and which settings it understands; the same every time. */
    PluginSpec spec();

    /**
     * Opens the store, makes it when it is missing and brings it up to date when it is of an older version.
     *
     * @throws io.sesam.talk.error.TalkException STORE_IN_USE when another engine has it open, STORE_NEWER when a newer
     *     version of Talk wrote it, STORE_FAILED when it cannot be opened
     */
    Store open(Settings settings, PluginContext context);
}
