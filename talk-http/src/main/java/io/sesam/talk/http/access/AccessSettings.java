package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Settings for access by token or OAuth. */
public final class AccessSettings {
    /** An access token created in the target system. */
    public static final Setting<Secret> ACCESS_TOKEN = Setting.secret("accessToken")
            .describedAs("an access token created for Talk in the target system; or use oauth");

    /** The credentials of an OAuth application. */
    public static final Setting<Map<String, Secret>> OAUTH = Setting.secrets("oauth")
            .describedAs("clientId, clientSecret and refreshToken of an authorized application; instead of"
                    + " refreshToken, a newly issued code with its redirectUri, and the codeVerifier where the"
                    + " authorization used PKCE; or installed: true where customers give access through the application;"
                    + " clientAuthentication: basic sends the client secret in a header; or use accessToken");

    /** The name under which calls are counted. */
    public static final Setting<String> QUOTA_ACCOUNT = Setting.text("quotaAccount")
            .describedAs(
                    "a name for the account whose call quotas are shared, such as hubspot/portal-123; without it, the same"
                            + " credentials share them");

    private static final Set<String> KEYS = Set.of(
            "clientId",
            "clientSecret",
            "refreshToken",
            "code",
            "redirectUri",
            "codeVerifier",
            "installed",
            "clientAuthentication");

    private final Authentication authentication;
    private final String account;

    private AccessSettings(Authentication authentication, String account) {
        this.authentication = authentication;
        this.account = account;
    }

    private static AccessSettings of(Settings settings, PluginContext context, String tokenPath) {
        Optional<Secret> token = settings.find(ACCESS_TOKEN);
        Optional<Map<String, Secret>> oauth = settings.find(OAUTH);
        if (token.isPresent() == oauth.isPresent()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    context.name() + ": set " + (token.isPresent() ? "only one of " : "") + "accessToken or oauth");
        }
        return token.map(secret ->
                        new AccessSettings(Authentication.bearer(secret), RefreshTokens.hash(secret.reveal())))
                .orElseGet(() -> oauth(oauth.orElseThrow(), context, tokenPath));
    }

    private static AccessSettings oauth(Map<String, Secret> parts, PluginContext context, String tokenPath) {
        parts.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    context.name() + ": oauth has no \"" + key + "\"" + Nearest.hint(key, KEYS));
        });
        String clientId = part(parts, "clientId", context).reveal();
        Secret clientSecret = part(parts, "clientSecret", context);
        OAuth2 oauth = grant(parts, clientId, clientSecret, context, tokenPath);
        return new AccessSettings(
                isBasic(parts, context) ? oauth.withBasicAuthentication() : oauth,
                RefreshTokens.hash(clientId) + context.name());
    }

    private static OAuth2 grant(
            Map<String, Secret> parts, String clientId, Secret clientSecret, PluginContext context, String tokenPath) {
        boolean installed = isInstalled(parts, context);
        if (!installed && parts.containsKey("code") && !parts.containsKey("refreshToken")) {
            String redirect = part(parts, "redirectUri", context).reveal();
            OAuth2 coded =
                    OAuth2.code(tokenPath, clientId, clientSecret, part(parts, "code", context), redirect, context);
            Secret verifier = parts.get("codeVerifier");
            return verifier == null ? coded : coded.with(OAuth2.VERIFIER, verifier.reveal());
        }
        OAuth2 refreshed = installed
                ? OAuth2.installed(tokenPath, clientId, clientSecret, context)
                : OAuth2.refresh(tokenPath, clientId, clientSecret, part(parts, "refreshToken", context), context);
        Secret redirect = parts.get("redirectUri");
        return redirect == null ? refreshed : refreshed.with("redirect_uri", redirect.reveal());
    }

    private static boolean isInstalled(Map<String, Secret> parts, PluginContext context) {
        Secret chosen = parts.get("installed");
        if (chosen == null || chosen.reveal().equals("false")) {
            return false;
        }
        if (!chosen.reveal().equals("true") || parts.containsKey("refreshToken") || parts.containsKey("code")) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    context.name()
                            + ": oauth.installed must be true or false, and takes the place of refreshToken and code");
        }
        return true;
    }

    /** Reports whether the client authenticates by a header. */
    public static boolean isBasic(Map<String, Secret> parts, PluginContext context) {
        Secret chosen = parts.get("clientAuthentication");
        String way = chosen == null ? "post" : chosen.reveal();
        if (!Set.of("basic", "post").contains(way)) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, context.name() + ": oauth.clientAuthentication must be basic or post");
        }
        return way.equals("basic");
    }

    private static Secret part(Map<String, Secret> parts, String key, PluginContext context) {
        Secret part = parts.get(key);
        if (part == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, context.name() + ": oauth." + key + " is missing");
        }
        return part;
    }

    /** Returns the access settings followed by others. */
    public static List<Setting<?>> and(Setting<?>... others) {
        return Stream.concat(Stream.of(ACCESS_TOKEN, OAUTH, QUOTA_ACCOUNT), Stream.of(others))
                .toList();
    }

    /**
     * Starts an API builder with these access settings. The quota account is the one that the settings name;
     * otherwise it is derived from the credentials, so that all connections with the same credentials share their quotas.
     *
     * @param name the system's name, for messages
     * @param base the base address, to which the paths of calls are appended
     * @param tokenPath the OAuth token endpoint: a path under the base address, or a whole address
     * @param windows adds the quotas
     * @throws TalkException CONFIGURATION when neither token nor OAuth is set, when both are, or when a required part
     *     is missing
     */
    public static HttpApi.Builder api(
            String name,
            String base,
            Settings settings,
            PluginContext context,
            String tokenPath,
            UnaryOperator<Quotas> windows) {
        AccessSettings access = of(settings, context, tokenPath);
        return HttpApi.to(name, HttpApi.address(name, base), context)
                .authenticate(access.authentication)
                .quotas(windows.apply(quotas(settings, name + " " + base + " " + access.account)));
    }

    /** Starts the quotas of the account that the settings name, or else of {@code derived}. */
    public static Quotas quotas(Settings settings, String derived) {
        return Quotas.of(settings.find(QUOTA_ACCOUNT).orElse(derived));
    }

    /** Returns a constant text without any secret. */
    @Override
    public String toString() {
        return "access";
    }
}
