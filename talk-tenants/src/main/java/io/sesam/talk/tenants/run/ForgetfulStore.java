package io.sesam.talk.tenants.run;

import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.util.List;

/** A store in memory, for what needs none: the verification of a webhook. */
final class ForgetfulStore implements StorePlugin {
    @Override
    public PluginSpec spec() {
        return PluginSpec.of("forgetful", "Keeps nothing.", List.of());
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        return MemoryStore.create();
    }
}
