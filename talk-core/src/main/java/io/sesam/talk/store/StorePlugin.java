package io.sesam.talk.store;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import java.util.Optional;

/** The entry point of a kind of store. Found by {@link java.util.ServiceLoader} or created with {@code new}. */
public interface StorePlugin {
    /** Returns name and settings; always the same. */
    PluginSpec spec();

    /**
     * Opens the store. Creates it when missing and migrates it from older versions.
     *
     * @throws io.sesam.talk.error.TalkException STORE_IN_USE when another engine has it open, STORE_NEWER when a
     *     newer version of Talk wrote it, STORE_FAILED when it cannot be opened
     */
    Store open(Settings settings, PluginContext context);

    /**
     * Opens the store for queries while another engine owns it; empty when this kind of store cannot, or not now.
     *
     * <p>It changes nothing: a commit is refused with STORE_IN_USE. Each answer shows what the owner has committed by then.
     */
    @Experimental
    default Optional<Store> openForQueries(Settings settings, PluginContext context) {
        return Optional.empty();
    }
}
