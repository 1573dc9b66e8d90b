package io.sesam.talk.console.page;

import io.sesam.talk.console.view.SettingsView;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that the class path or module path offers. */
final class PluginCatalogue {
    private static final Logger LOG = LoggerFactory.getLogger(PluginCatalogue.class);
    private static final int MOST_BROKEN = 100;

    private PluginCatalogue() {}

    static List<SettingsView.PluginRow> all() {
        List<SettingsView.PluginRow> rows = new ArrayList<>();
        add("connector", ServiceLoader.load(ConnectorPlugin.class), ConnectorPlugin::spec, rows);
        add("enricher", ServiceLoader.load(EnricherPlugin.class), EnricherPlugin::spec, rows);
        add("sink", ServiceLoader.load(SinkPlugin.class), SinkPlugin::spec, rows);
        add("store", ServiceLoader.load(StorePlugin.class), StorePlugin::spec, rows);
        rows.sort(Comparator.comparing(SettingsView.PluginRow::kind).thenComparing(SettingsView.PluginRow::name));
        return rows;
    }

    /** A broken plugin is left out; it stops no page. */
    private static <T> void add(
            String kind, ServiceLoader<T> loader, Function<T, PluginSpec> spec, List<SettingsView.PluginRow> rows) {
        Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
        for (int failures = 0; failures < MOST_BROKEN; ) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                rows.add(row(kind, spec.apply(providers.next().get())));
            } catch (VirtualMachineError e) {
                throw e;
            } catch (RuntimeException | Error e) {
                failures++;
                LOG.warn(
                        "a {} on the path is broken and left out: {}",
                        kind,
                        e.getClass().getSimpleName());
            }
        }
    }

    private static SettingsView.PluginRow row(String kind, PluginSpec spec) {
        List<SettingsView.SettingRow> settings = spec.settings().stream()
                .map(setting -> new SettingsView.SettingRow(
                        setting.key(), setting.holds(), setting.isRequired(), setting.description()))
                .toList();
        return new SettingsView.PluginRow(kind, spec.name(), spec.description(), settings);
    }
}
