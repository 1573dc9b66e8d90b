package io.sesam.talk.connector.hubspot;

import com.google.auto.service.AutoService;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.http.access.OAuthProvider;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;
import java.util.Map;

/** A plugin for HubSpot. Contacts are persons, companies are organisations, and products are products. */
@AutoService(ConnectorPlugin.class)
public final class HubSpotPlugin extends WebPlugin {
    static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .orElse("https://api.hubapi.com")
            .describedAs("the address of the API; change it only for tests");
    static final Setting<String> API_VERSION = Setting.text("apiVersion")
            .orElse("2026-09")
            .describedAs("the dated version of the API: 2026-09, or 2026-03, which does not enforce the portal's"
                    + " own validation rules");
    static final Setting<Duration> INDEX_LAG = Setting.duration("indexLag")
            .orElse(Duration.ofMinutes(2))
            .describedAs("the maximum delay until HubSpot's search shows a change; each reading starts earlier by"
                    + " this time");
    static final Setting<Duration> ARCHIVED_EVERY = Setting.duration("archivedEvery")
            .orElse(Duration.ofHours(1))
            .describedAs("the interval between readings of the list of archived records, which cannot be filtered"
                    + " by change time");
    static final Setting<Map<String, Map<String, String>>> PROPERTIES = Setting.mappings("properties")
            .orElse(Map.of())
            .describedAs("mappings of additional host properties: type, property, and the internal name of"
                    + " HubSpot's property");
    static final Setting<Secret> WEBHOOK_SECRET = Setting.secret("webhookSecret")
            .describedAs("the client secret of the app that sends webhooks; without it, webhooks are refused");

    /**
     * The OAuth addresses of HubSpot, for an installation by a customer. The account is HubSpot's {@code hub_id}; the
     * application's webhooks carry it as {@code portalId}.
     */
    @Experimental
    public static OAuthProvider oauthProvider() {
        String tokens = "https://api.hubapi.com/oauth/2026-09/token";
        return OAuthProvider.of("https://app.hubspot.com/oauth/authorize", tokens)
                .revokingAt(tokens + "/revoke")
                .accountIn("hub_id");
    }

    /** Creates the plugin. */
    public HubSpotPlugin() {
        super(
                "hubspot",
                "HubSpot CRM: contacts, companies and products, read and written.",
                AccessSettings.and(BASE_URL, API_VERSION, INDEX_LAG, ARCHIVED_EVERY, PROPERTIES, WEBHOOK_SECRET));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new HubSpotConnector(
                settings,
                context,
                new HubSpotClient(settings, context),
                HubSpotType.all(context, settings.get(PROPERTIES)));
    }
}
