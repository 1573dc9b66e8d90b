package io.sesam.talk.tenants.run;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.util.Optional;

/** A store that is only read, beside whichever worker runs the tenant; it needs no lease (R44). */
final class ReadingStore implements StorePlugin {
    private final StorePlugin plugin;
    private final String tenant;

    ReadingStore(StorePlugin plugin, String tenant) {
        this.plugin = plugin;
        this.tenant = tenant;
    }

    @Override
    public PluginSpec spec() {
        return plugin.spec();
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        throw new TalkException(
                ErrorCode.STORE_IN_USE,
                "tenant " + tenant + " is only read here; its workers sync it. Ask for a run with runNow, or change"
                        + " something with work");
    }

    @Override
    public Optional<Store> openForQueries(Settings settings, PluginContext context) {
        return plugin.openForQueries(settings, context);
    }
}
