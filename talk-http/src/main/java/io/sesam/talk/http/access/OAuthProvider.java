package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.model.Experimental;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The OAuth addresses of a system.
 *
 * <p>Addresses begin with {@code https://}; {@code http://} is taken for this machine only. Immutable.
 */
@Experimental
public final class OAuthProvider {
    private final URI authorization;
    private final URI token;
    private final Optional<URI> revocation;
    private final Map<String, String> parameters;
    private final Optional<String> accountField;
    private final boolean basic;

    private OAuthProvider(
            URI authorization,
            URI token,
            Optional<URI> revocation,
            Map<String, String> parameters,
            Optional<String> accountField,
            boolean basic) {
        this.authorization = authorization;
        this.token = token;
        this.revocation = revocation;
        this.parameters = parameters;
        this.accountField = accountField;
        this.basic = basic;
    }

    /**
     * Returns a provider by its two addresses.
     *
     * @param authorization where a browser is sent
     * @param token where codes and refresh tokens are exchanged
     * @throws TalkException CONFIGURATION when an address is none, or would send secrets in the clear
     */
    public static OAuthProvider of(String authorization, String token) {
        return new OAuthProvider(
                sound("authorization address", authorization),
                sound("token address", token),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false);
    }

    /** Returns a copy that revokes refresh tokens at an address (RFC 7009). */
    public OAuthProvider revokingAt(String address) {
        return new OAuthProvider(
                authorization,
                token,
                Optional.of(sound("revocation address", address)),
                parameters,
                accountField,
                basic);
    }

    /** Returns a copy with another parameter of the authorization address. */
    public OAuthProvider with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new OAuthProvider(authorization, token, revocation, more, accountField, basic);
    }

    /** Returns a copy that finds the customer's account in this field of the token response, such as {@code hub_id}. */
    public OAuthProvider accountIn(String field) {
        return new OAuthProvider(authorization, token, revocation, parameters, Optional.of(field), basic);
    }

    /** Returns a copy that authenticates the client by a {@code Basic} header. */
    public OAuthProvider withBasicAuthentication() {
        return new OAuthProvider(authorization, token, revocation, parameters, accountField, true);
    }

    URI authorization() {
        return authorization;
    }

    URI token() {
        return token;
    }

    Optional<URI> revocation() {
        return revocation;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    Optional<String> accountField() {
        return accountField;
    }

    boolean isBasic() {
        return basic;
    }

    /** Returns an address that keeps what is sent to it secret. */
    static URI sound(String what, String text) {
        URI address = HttpApi.address("OAuth, " + what, text);
        boolean safe = "https".equalsIgnoreCase(address.getScheme())
                || "http".equalsIgnoreCase(address.getScheme()) && !HttpApi.isExposed(address);
        if (!safe || address.getHost() == null || address.getFragment() != null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "OAuth: the " + what + " must begin with https:// and have no fragment; http:// is taken for this"
                            + " machine only");
        }
        return address;
    }

    @Override
    public String toString() {
        return token.getHost();
    }
}
