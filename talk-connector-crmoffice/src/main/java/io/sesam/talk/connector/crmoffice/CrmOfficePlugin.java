package io.sesam.talk.connector.crmoffice;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.rest.RestProfile;
import io.sesam.talk.rest.RestSettings;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/**
 * A read-only plugin for CRMOffice. Companies are organisations; users are persons.
 *
 * <p>Little of its API is published: two lists and the authentication. The built-in profile describes these; its field
 * names are unverified, and {@code check} reports which of them the account's own API description confirms. Another
 * profile can replace it; the API description must then confirm every write.
 */
@AutoService(ConnectorPlugin.class)
public final class CrmOfficePlugin extends WebPlugin {
    private static final Setting<String> TENANT = Setting.text("tenant")
            .required()
            .describedAs("the account's own host, where its users log in: acme.crmoffice.no, or acme alone");
    private static final Setting<Path> PROFILE =
            Setting.path("profile").describedAs("a profile that replaces the built-in, read-only one");

    /** Creates the plugin. */
    public CrmOfficePlugin() {
        super(
                "crmoffice",
                "Companies and users of CRMOffice, read-only, as far as its API is published.",
                List.of(
                        TENANT,
                        AccessSettings.OAUTH,
                        PROFILE,
                        RestSettings.BASE_URL,
                        RestSettings.TOKEN_URL,
                        RestSettings.OPENAPI,
                        RestSettings.OPENAPI_URL));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        String tenant = settings.get(TENANT);
        if (!tenant.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*")) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    context.name() + ": tenant must be a host name alone, such as acme.crmoffice.no");
        }
        String host = tenant.contains(".") ? tenant : tenant + ".crmoffice.no";
        return settings.find(PROFILE)
                .map(RestProfile::read)
                .orElseGet(() -> RestProfile.shipped(CrmOfficePlugin.class, "crmoffice.yaml"))
                .confirmingWrites()
                .tokensAt("https://" + host + "/connect/token")
                .open(settings, context);
    }
}
