package ${package};

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

/** The plugin for ${system}. */
@AutoService(ConnectorPlugin.class)
public final class ${system}Plugin extends WebPlugin {
    private static final Setting<String> BASE_URL =
            Setting.text("baseUrl").required().describedAs("the address of the API, such as https://api.acme.example");
    private static final Setting<Secret> ACCESS_TOKEN =
            Setting.secret("accessToken").required().describedAs("a token that may read and write people");

    /** Creates the plugin. */
    public ${system}Plugin() {
        super("${connector}", "People of ${system}, read and written.", List.of(BASE_URL, ACCESS_TOKEN));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        String base = settings.get(BASE_URL);
        HttpApi api = HttpApi.to("${system}", HttpApi.address("${system}", base), context)
                .authenticate(Authentication.bearer(settings.get(ACCESS_TOKEN)))
                // How many calls the vendor allows. All connections to one account share them.
                .quotas(Quotas.of("${connector} " + base).window(Quotas.GENERAL, 100, Duration.ofSeconds(10)))
                .build();
        return new ${system}Connector(api, context);
    }
}
