package io.sesam.talk.connector.csv;

import com.google.auto.service.AutoService;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/**
 * A plugin for a directory of CSV files. One file for each type: {@code person.csv}, {@code organisation.csv},
 * {@code product.csv}.
 *
 * <p>A file's columns are {@code id}, the names of the type's properties and optionally {@code modified}; the setting
 * {@code columns} maps other headers. Talk changes only the cells it writes and keeps every other byte. The state of
 * the last reading is stored in the hidden directory {@code .talk} beside the files; without it everything is read
 * again.
 */
@AutoService(ConnectorPlugin.class)
public final class CsvPlugin implements ConnectorPlugin {
    /** Creates the plugin. */
    public CsvPlugin() {}

    @Override
    public PluginSpec spec() {
        return CsvSettings.SPEC;
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new CsvConnector(CsvSettings.of(settings, context), context);
    }
}
