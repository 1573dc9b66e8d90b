package io.sesam.talk.connector.rest;

import com.google.auto.service.AutoService;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.rest.RestProfile;
import io.sesam.talk.rest.RestSettings;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Path;

/**
 * A plugin for REST systems described by a profile. A profile is a file that states where records are listed, the names
 * of their fields, and how they are written, if at all.
 *
 * <p>The profile is read when a connection is opened, and all its problems are reported together, with their lines in
 * the file.
 */
@AutoService(ConnectorPlugin.class)
public final class RestPlugin extends WebPlugin {
    private static final Setting<Path> PROFILE = Setting.path("profile")
            .required()
            .describedAs("the profile: a file in YAML or JSON that describes the system");

    /** Creates the plugin. */
    public RestPlugin() {
        super("rest", "Any plain REST system, described by a file.", RestSettings.and(PROFILE));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return RestProfile.read(settings.get(PROFILE)).open(settings, context);
    }
}
