package io.sesam.talk.rest;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.access.AccessSettings;
import io.sesam.talk.http.access.OAuth2;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The authentication of a profile; secrets are settings.
 *
 * @param header the header with the key
 * @param prefix the text before the key in it
 * @param token the OAuth token endpoint
 * @param scope the requested OAuth scope; empty for the system's default
 */
record RestAccess(Style style, String header, String prefix, String token, String scope) {
    /** The kind of authentication. */
    enum Style {
        /** No authentication. */
        NONE,
        /** A fixed bearer token. */
        BEARER,
        /** A key in a named header. */
        HEADER,
        /** A user name and a password. */
        BASIC,
        /** OAuth 2 for an application authorized by a user. */
        OAUTH,
        /** OAuth 2 client credentials. */
        CLIENT_CREDENTIALS
    }

    static RestAccess of(ProfileSection top) {
        if (top.isText("authentication")) {
            Style style = top.choice("authentication", Style.class).orElse(Style.NONE);
            if (style == Style.HEADER) {
                top.problem(
                        "authentication", "must be a section with the keys style and header (the name of the header)");
            }
            return new RestAccess(style, "", "", "", "");
        }
        if (!top.has("authentication")) {
            top.problem("authentication", "is missing; use none, bearer, header, basic, oauth or client_credentials");
        }
        return top.place("authentication")
                .map(RestAccess::keys)
                .orElseGet(() -> new RestAccess(Style.NONE, "", "", "", ""));
    }

    private static RestAccess keys(ProfileSection section) {
        Style style = section.choice("style", Style.class).orElse(Style.NONE);
        section.required("style");
        RestAccess access = new RestAccess(
                style,
                style == Style.HEADER ? section.required("header") : "",
                style == Style.HEADER ? section.text("prefix").orElse("") : "",
                section.text("token").orElse(""),
                section.text("scope").orElse(""));
        if (!access.header.matches("[A-Za-z0-9-]*")) {
            section.problem("header", "must be the name of a header");
        }
        if (!access.token.isEmpty() && !access.token.matches("https?://\\S+|/\\S*")) {
            section.problem("token", "must be an address, or a path under the base address");
        }
        section.done();
        return access;
    }

    RestAccess at(String tokenAddress) {
        return new RestAccess(style, header, prefix, tokenAddress, scope);
    }

    /** Starts an API builder with these credentials. Throws CONFIGURATION when a setting is missing. */
    HttpApi.Builder enter(
            String name, String base, Settings settings, PluginContext context, UnaryOperator<Quotas> quotas) {
        if (style == Style.BEARER || style == Style.OAUTH) {
            Setting<?> needed = style == Style.BEARER ? AccessSettings.ACCESS_TOKEN : AccessSettings.OAUTH;
            need(needed, settings, context);
            return AccessSettings.api(name, base, settings, context, tokenPath(context), quotas);
        }
        return HttpApi.to(name, HttpApi.address(name, base), context)
                .authenticate(shown(settings, context))
                .quotas(quotas.apply(AccessSettings.quotas(settings, name + " " + base + " " + context.name())));
    }

    private Authentication shown(Settings settings, PluginContext context) {
        return switch (style) {
            case HEADER -> {
                Secret key = need(RestSettings.API_KEY, settings, context);
                yield asking -> Map.of(header, prefix + key.reveal());
            }
            case BASIC ->
                Authentication.basic(
                        need(RestSettings.USER, settings, context), need(RestSettings.PASSWORD, settings, context));
            case CLIENT_CREDENTIALS -> clientCredentials(need(AccessSettings.OAUTH, settings, context), context);
            default -> Authentication.none();
        };
    }

    private Authentication clientCredentials(Map<String, Secret> parts, PluginContext context) {
        Secret id = parts.get("clientId");
        Secret secret = parts.get("clientSecret");
        if (id == null
                || secret == null
                || !Set.of("clientId", "clientSecret", "clientAuthentication").containsAll(parts.keySet())) {
            throw missing(context, "oauth must contain clientId and clientSecret, and no token");
        }
        OAuth2 posting = OAuth2.clientCredentials(tokenPath(context), id.reveal(), secret, context);
        OAuth2 oauth = AccessSettings.isBasic(parts, context) ? posting.withBasicAuthentication() : posting;
        return scope.isEmpty() ? oauth : oauth.with("scope", scope);
    }

    private String tokenPath(PluginContext context) {
        if (style != Style.BEARER && token.isEmpty()) {
            throw missing(context, "the OAuth token endpoint is unknown; set tokenUrl");
        }
        return token;
    }

    private <T> T need(Setting<T> setting, Settings settings, PluginContext context) {
        Optional<T> value = settings.find(setting);
        return value.orElseThrow(() -> missing(context, setting + " is missing: " + setting.description()));
    }

    private static TalkException missing(PluginContext context, String what) {
        return new TalkException(ErrorCode.CONFIGURATION, context.name() + ": " + what);
    }
}
