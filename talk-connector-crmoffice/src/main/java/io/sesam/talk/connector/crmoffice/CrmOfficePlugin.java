package io.sesam.talk.connector.crmoffice;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.AccessSettings;
import io.sesam.talk.http.WebPlugin;
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
 * Connects a CRMOffice account: its companies are organisations, its users people, and both are only read.
 *
 * <p>Of its API little is publicly known: two lists and the way in. That is the profile which comes with it; the names of fields
 * in it are unverified, and {@code check} says which of them the account's own description confirms. Another profile can take
 * its place; what that one writes, the description must confirm, or nothing is written.
 */
@AutoService(ConnectorPlugin.class)
public final class CrmOfficePlugin extends WebPlugin {
    private static final Setting<String> TENANT = Setting.text("tenant")
            .required()
            .describedAs("the account's own host, where its people log in: acme.crmoffice.no, or acme alone");
    private static final Setting<Path> PROFILE = Setting.path("profile")
            .describedAs("a profile in place of the one that comes with the connector, which is read-only");

    /** Made by whoever needs it. */
    public CrmOfficePlugin() {
        super(
                "crmoffice",
                "Companies and users of CRMOffice, read, as far as its API is publicly known.",
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
                    context.name() + ": tenant is the name of a host alone, such as acme.crmoffice.no");
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
