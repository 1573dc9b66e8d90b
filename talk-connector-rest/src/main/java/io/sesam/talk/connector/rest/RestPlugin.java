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
 * Connects any plain REST system that a file describes, its profile: where records are listed, what their fields are called, and
 * how they are written, if at all.
 *
 * <p>The profile is read when a connection is opened, and all that is wrong with it is told at once, with its place in the file.
 */
@AutoService(ConnectorPlugin.class)
public final class RestPlugin extends WebPlugin {
    private static final Setting<Path> PROFILE =
            Setting.path("profile").required().describedAs("the file that describes the system, in YAML or JSON");

    /** Made by whoever needs it. */
    public RestPlugin() {
        super("rest", "Any plain REST system, described by a file.", RestSettings.and(PROFILE));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return RestProfile.read(settings.get(PROFILE)).open(settings, context);
    }
}
