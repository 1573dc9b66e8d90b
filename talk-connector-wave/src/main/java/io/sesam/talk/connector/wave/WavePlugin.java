package io.sesam.talk.connector.wave;

import com.google.auto.service.AutoService;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.http.access.OAuthProvider;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;

/**
 * A plugin for Wave accounting. Customers are organisations, their primary contacts are persons, and products are
 * products.
 */
@AutoService(ConnectorPlugin.class)
public final class WavePlugin extends WebPlugin {
    static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .orElse("https://gql.waveapps.com/graphql/public")
            .describedAs("the whole address of the API; change it only for tests");
    static final Setting<String> TOKEN_URL = Setting.text("tokenUrl")
            .orElse("https://api.waveapps.com/oauth2/token/")
            .describedAs("the whole address of the OAuth token endpoint; change it only for tests");
    static final Setting<String> BUSINESS =
            Setting.text("businessId").describedAs("the id of the business; needed only where the account has several");
    static final Setting<String> INCOME_ACCOUNT = Setting.text("incomeAccountId")
            .describedAs("the income account of products that Talk creates; without it, no product is created");
    static final Setting<Boolean> PERSON_AS_CUSTOMER = Setting.flag("personAsCustomer")
            .orElse(false)
            .describedAs("whether a person without an organisation becomes a customer; otherwise such persons are"
                    + " refused");
    static final Setting<Duration> SWEEP_EVERY = Setting.duration("sweepEvery")
            .orElse(Duration.ofDays(1))
            .describedAs("the interval between complete listings, which are the only way to find deleted records");

    static final Setting<Duration> OVERLAP = Setting.duration("overlap")
            .orElse(Duration.ofMinutes(1))
            .describedAs("how far each reading starts before the end of the previous one");
    static final Setting<Integer> PACE = Setting.number("callsPerSecond")
            .orElse(5)
            .describedAs("the maximum number of calls per second; Wave documents no limit");

    /**
     * The OAuth addresses of Wave, for an installation by a customer. A lasting access needs the scope
     * {@code offline_access}.
     */
    @Experimental
    public static OAuthProvider oauthProvider() {
        return OAuthProvider.of("https://api.waveapps.com/oauth2/authorize/", "https://api.waveapps.com/oauth2/token/")
                .revokingAt("https://api.waveapps.com/oauth2/token-revoke/");
    }

    /** Creates the plugin. */
    public WavePlugin() {
        super(
                "wave",
                "Wave accounting: customers, their principal contacts and products, read and written.",
                AccessSettings.and(
                        BASE_URL, TOKEN_URL, BUSINESS, INCOME_ACCOUNT, PERSON_AS_CUSTOMER, SWEEP_EVERY, OVERLAP, PACE));
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new WaveConnector(settings, new WaveClient(settings, context), WaveType.all(context));
    }
}
