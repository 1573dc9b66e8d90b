package io.sesam.talk.http;

import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMAC-SHA256 signature of a webhook (RFC 2104). */
public final class WebhookSignature {
    private final byte[] signature;

    private WebhookSignature(byte[] signature) {
        this.signature = signature;
    }

    /** Computes the signature of concatenated parts. */
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

    /** Compares with a Base64 signature. Takes constant time. */
    public boolean isBase64(String shown) {
        return isSame(Base64.getEncoder().encodeToString(signature), shown);
    }

    /** Compares with a lower-case hexadecimal signature. Takes constant time. */
    public boolean isHex(String shown) {
        return isSame(HexFormat.of().formatHex(signature), shown);
    }

    private static boolean isSame(String ours, String shown) {
        return MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a constant text without the signature. */
    @Override
    public String toString() {
        return "signature";
    }
}
