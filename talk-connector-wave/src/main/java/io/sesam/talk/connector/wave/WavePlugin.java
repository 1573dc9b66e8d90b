package io.sesam.talk.connector.wave;

import com.google.auto.service.AutoService;
import io.sesam.talk.http.AccessSettings;
import io.sesam.talk.http.WebPlugin;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.time.Duration;

/** Wave: customers are organisations, their principal contacts are people, and products are products. */
@AutoService(ConnectorPlugin.class)
public final class WavePlugin extends WebPlugin {
    static final Setting<String> BASE_URL = Setting.text("baseUrl")
            .orElse("https://gql.waveapps.com/graphql/public")
            .describedAs("the whole address of the API; another one for tests");
    static final Setting<String> TOKEN_URL = Setting.text("tokenUrl")
            .orElse("https://api.waveapps.com/oauth2/token/")
            .describedAs("the whole address where OAuth tokens are asked for; another one for tests");
    static final Setting<String> BUSINESS =
            Setting.text("businessId").describedAs("which business; needed only where the account has several");
    static final Setting<String> INCOME_ACCOUNT = Setting.text("incomeAccountId")
            .describedAs("the income account of products that Talk makes; without it, none is made");
    static final Setting<Boolean> PERSON_AS_CUSTOMER = Setting.flag("personAsCustomer")
            .orElse(false)
            .describedAs("whether a person without an organisation becomes a customer; else such people are refused");
    static final Setting<Duration> SWEEP_EVERY = Setting.duration("sweepEvery")
            .orElse(Duration.ofDays(1))
            .describedAs("how often everything is listed, which alone shows what was deleted");

    static final Setting<Duration> OVERLAP = Setting.duration("overlap")
            .orElse(Duration.ofMinutes(1))
            .describedAs("how far each reading goes back behind the end of the last one");
    static final Setting<Integer> PACE = Setting.number("callsPerSecond")
            .orElse(5)
            .describedAs("how many calls are made in a second at most; Wave names no limit");

    /** Made by whoever needs it. */
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
