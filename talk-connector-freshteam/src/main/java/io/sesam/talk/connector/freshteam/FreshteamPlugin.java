package io.sesam.talk.connector.freshteam;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.List;

/**
 * Connects a Freshteam account: its employees are people, its branches organisations that can only be read.
 *
 * <p>Who left the company stays a person, with what is known of them; who was deleted is gone. Nobody is ever mailed an
 * invitation. Freshteam is being closed by its vendor; an account that answers no more is paused, and nobody is deleted.
 */
@AutoService(ConnectorPlugin.class)
public final class FreshteamPlugin extends WebPlugin {
    private static final Setting<Secret> API_KEY = Setting.secret("apiKey")
            .required()
            .describedAs("the API key of a user whose role may read and edit employees");
    private static final Setting<String> DOMAIN = Setting.text("domain")
            .required()
            .describedAs("the name of the account: acme, when its address is acme.freshteam.com");
    private static final Setting<List<String>> ROLE_IDS = Setting.texts("roleIds")
            .orElse(List.of())
            .describedAs("ids of the roles of new employees; without them none is made");
    private static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .describedAs("the address of the API up to and including /api; made from the domain when left out");

    /** Made by whoever needs it. */
    public FreshteamPlugin() {
        super(
                "freshteam",
                "Employees of Freshteam, read and written, and its branches, read.",
                List.of(API_KEY, DOMAIN, ROLE_IDS, BASE_URL));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        String domain = settings.get(DOMAIN).replaceFirst("\\.freshteam\\.com$", "");
        List<String> roles = settings.get(ROLE_IDS);
        if (!domain.matches("[A-Za-z0-9-]+") || !roles.stream().allMatch(role -> role.matches("\\d{1,18}"))) {
            throw TalkException.configuration(
                    List.of("freshteam: domain is the name of the account alone, and roleIds are whole numbers"));
        }
        String base = settings.find(BASE_URL).orElse("https://" + domain + ".freshteam.com/api");
        return new FreshteamConnector(FreshteamApi.to(base, settings.get(API_KEY), context), context, roles);
    }
}
