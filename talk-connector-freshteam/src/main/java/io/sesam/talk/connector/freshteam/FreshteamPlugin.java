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
import java.util.Optional;

/**
 * A plugin for Freshteam. Employees are persons; branches are read-only organisations.
 *
 * <p>An employee who left the company stays a person; a deleted employee counts as a deleted record. Freshteam sends no
 * invitations to employees that Talk creates. Freshteam is being closed by its vendor; an account that no longer
 * responds is paused, and none of its records count as deleted.
 */
@AutoService(ConnectorPlugin.class)
public final class FreshteamPlugin extends WebPlugin {
    private static final Setting<Secret> API_KEY = Setting.secret("apiKey")
            .required()
            .describedAs("the API key of a user whose role may read and edit employees");
    private static final Setting<String> DOMAIN = Setting.text("domain")
            .describedAs(
                    "the name of the account: acme, when its address is acme.freshteam.com; not needed with baseUrl");
    private static final Setting<List<String>> ROLE_IDS = Setting.texts("roleIds")
            .orElse(List.of())
            .describedAs("ids of the roles of new employees; without them no employee is created");
    private static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .describedAs("the address of the API up to and including /api; derived from the domain when left out");

    /** Creates the plugin. */
    public FreshteamPlugin() {
        super(
                "freshteam",
                "Employees of Freshteam, read and written, and its branches, read.",
                List.of(API_KEY, DOMAIN, ROLE_IDS, BASE_URL));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        Optional<String> baseUrl = settings.find(BASE_URL);
        Optional<String> domain = settings.find(DOMAIN).map(name -> name.replaceFirst("\\.freshteam\\.com$", ""));
        if (domain.isEmpty() && baseUrl.isEmpty()) {
            throw TalkException.configuration(
                    List.of("freshteam: domain is missing; set the name of the account, or baseUrl"));
        }
        List<String> roles = settings.get(ROLE_IDS);
        if (domain.filter(name -> !name.matches("[A-Za-z0-9-]+")).isPresent()
                || !roles.stream().allMatch(role -> role.matches("\\d{1,18}"))) {
            throw TalkException.configuration(List.of(
                    "freshteam: domain must be the name of the account alone, and roleIds must be whole numbers"));
        }
        String base = baseUrl.orElseGet(() -> "https://" + domain.orElse("") + ".freshteam.com/api");
        return new FreshteamConnector(FreshteamApi.to(base, settings.get(API_KEY), context), context, roles);
    }
}
