package io.sesam.talk.rest;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Access;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.OAuth2;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Secret;
import io.sesam.talk.spi.Setting;
import io.sesam.talk.spi.Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How one is let in, as a profile says it; the secrets are in the settings.
 *
 * @param header the header that shows the key
 * @param prefix what stands before the key in it
 * @param token where OAuth tokens are asked for
 * @param scope what is asked for with them; empty for what the system gives by itself
 */
record RestAccess(Style style, String header, String prefix, String token, String scope) {
    /** Which way. */
    enum Style {
        /** Anybody may. */
        NONE,
        /** A token that lasts. */
        BEARER,
        /** A key in a header of the system's choice. */
        HEADER,
        /** A user name and a password. */
        BASIC,
        /** OAuth 2, an application that a person connected. */
        OAUTH,
        /** OAuth 2, an application on its own. */
        CLIENT_CREDENTIALS
    }

    static RestAccess of(Place top) {
        if (top.isText("authentication")) {
            Style style = top.choice("authentication", Style.class).orElse(Style.NONE);
            if (style == Style.HEADER) {
                top.problem("authentication", "must have keys: style, and header, the name of the header");
            }
            return new RestAccess(style, "", "", "", "");
        }
        if (!top.has("authentication")) {
            top.problem("authentication", "is missing: none, bearer, header, basic, oauth or client_credentials");
        }
        return top.place("authentication")
                .map(RestAccess::keys)
                .orElseGet(() -> new RestAccess(Style.NONE, "", "", "", ""));
    }

    private static RestAccess keys(Place place) {
        Style style = place.choice("style", Style.class).orElse(Style.NONE);
        place.required("style");
        RestAccess access = new RestAccess(
                style,
                style == Style.HEADER ? place.required("header") : "",
                style == Style.HEADER ? place.text("prefix").orElse("") : "",
                place.text("token").orElse(""),
                place.text("scope").orElse(""));
        if (!access.header.matches("[A-Za-z0-9-]*")) {
            place.problem("header", "must be the name of a header");
        }
        if (!access.token.isEmpty() && !access.token.matches("https?://\\S+|/\\S*")) {
            place.problem("token", "must be an address, or a path under the API's own");
        }
        place.done();
        return access;
    }

    RestAccess at(String tokenAddress) {
        return new RestAccess(style, header, prefix, tokenAddress, scope);
    }

    /** The API in the making; throws CONFIGURATION when a setting is missing. */
    HttpApi.Builder enter(String name, String base, Settings settings, Lent lent, UnaryOperator<Quotas> quotas) {
        if (style == Style.BEARER || style == Style.OAUTH) {
            Setting<?> needed = style == Style.BEARER ? Access.ACCESS_TOKEN : Access.OAUTH;
            need(needed, settings, lent);
            return Access.api(name, base, settings, lent, tokenPath(lent), quotas);
        }
        return HttpApi.to(name, URI.create(base), lent)
                .authenticate(shown(settings, lent))
                .quotas(quotas.apply(Quotas.of(name + " " + base + " " + lent.name())));
    }

    private Authentication shown(Settings settings, Lent lent) {
        return switch (style) {
            case HEADER -> {
                Secret key = need(RestSettings.API_KEY, settings, lent);
                yield asking -> Map.of(header, prefix + key.reveal());
            }
            case BASIC ->
                Authentication.basic(
                        need(RestSettings.USER, settings, lent), need(RestSettings.PASSWORD, settings, lent));
            case CLIENT_CREDENTIALS -> clientCredentials(need(Access.OAUTH, settings, lent), lent);
            default -> Authentication.none();
        };
    }

    private Authentication clientCredentials(Map<String, Secret> parts, Lent lent) {
        Secret id = parts.get("clientId");
        Secret secret = parts.get("clientSecret");
        if (id == null || secret == null || !parts.keySet().equals(Set.of("clientId", "clientSecret"))) {
            throw missing(lent, "oauth must hold clientId and clientSecret, and nothing else");
        }
        OAuth2 oauth = OAuth2.clientCredentials(tokenPath(lent), id.reveal(), secret, lent);
        return scope.isEmpty() ? oauth : oauth.with("scope", scope);
    }

    private String tokenPath(Lent lent) {
        if (style != Style.BEARER && token.isEmpty()) {
            throw missing(lent, "where OAuth tokens are asked for is not known: set tokenUrl");
        }
        return token;
    }

    private <T> T need(Setting<T> setting, Settings settings, Lent lent) {
        Optional<T> value = settings.find(setting);
        return value.orElseThrow(() -> missing(lent, setting + " is missing: " + setting.description()));
    }

    private static TalkException missing(Lent lent, String what) {
        return new TalkException(ErrorCode.CONFIGURATION, lent.name() + ": " + what);
    }
}
