package io.sesam.talk.connector.csv;

import com.google.auto.service.AutoService;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;

/**
 * Connects a directory of CSV files, one for each type: {@code person.csv}, {@code organisation.csv}, {@code product.csv}.
 *
 * <p>A file's columns are {@code id}, the names of the type's properties and, where there is one, {@code modified}; the
 * setting {@code columns} maps other headers. Whatever Talk does not change stays as it is, to the byte. What was read is
 * remembered in the hidden directory {@code .talk} beside the files; without it everything is read again.
 */
@AutoService(ConnectorPlugin.class)
public final class CsvPlugin implements ConnectorPlugin {
    /** The door. */
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
