package com.example.directus;

import com.google.auto.service.AutoService;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.List;

/** The plugin for Directus. */
@AutoService(ConnectorPlugin.class)
public final class DirectusPlugin extends WebPlugin {
    private static final Setting<String> BASE_URL =
            Setting.text("baseUrl").required().describedAs("the address of Directus, such as https://directus.example");
    private static final Setting<Secret> ACCESS_TOKEN = Setting.secret("accessToken")
            .required()
            .describedAs("the static token of a user that may read and write people and organisations");

    /** Creates the plugin. */
    public DirectusPlugin() {
        super("directus", "People and organisations of Directus, read and written.", List.of(BASE_URL, ACCESS_TOKEN));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        String base = settings.get(BASE_URL);
        HttpApi api = HttpApi.to("Directus", HttpApi.address("Directus", base), context)
                .authenticate(Authentication.bearer(settings.get(ACCESS_TOKEN)))
                // The default of RATE_LIMITER_POINTS, where the rate limiter is on.
                .quotas(Quotas.of("directus " + base).window(Quotas.GENERAL, 50, Duration.ofSeconds(1)))
                .build();
        return new DirectusConnector(api, context);
    }
}
