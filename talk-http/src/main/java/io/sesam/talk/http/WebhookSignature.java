package io.sesam.talk.http;

import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMAC-SHA256 by which a system signs its webhooks (RFC 2104). */
public final class WebhookSignature {
    private final byte[] signature;

    private WebhookSignature(byte[] signature) {
        this.signature = signature;
    }

    /** The signature of some bytes, one part after the other. */
    public static WebhookSignature hmacSha256(Secret secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return new WebhookSignature(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    /** Whether this is what was shown, in Base64; the time it takes does not tell how much of it is right. */
    public boolean isBase64(String shown) {
        return isSame(Base64.getEncoder().encodeToString(signature), shown);
    }

    /** Whether this is what was shown, in lower-case hexadecimal; the time it takes does not tell how much of it is right. */
    public boolean isHex(String shown) {
        return isSame(HexFormat.of().formatHex(signature), shown);
    }

    private static boolean isSame(String ours, String shown) {
        return MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing: whoever sees it could sign. */
    @Override
    public String toString() {
        return "signature";
    }
}
