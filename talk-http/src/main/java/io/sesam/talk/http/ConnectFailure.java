package io.sesam.talk.http;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** The reasons for which no connection was made. Nothing was sent, and another attempt at once would not help. */
final class ConnectFailure {
    private ConnectFailure() {}

    /**
     * Explains a failure, with what to do.
     *
     * @param setting the setting with the address
     * @return empty when a connection was made, or may have been
     */
    static Optional<String> explain(Throwable failure, URI address, Duration patience, String setting) {
        return reason(failure, patience, setting)
                .map(reason -> "cannot connect to " + address.getHost() + ":" + port(address) + " " + reason);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "http".equals(address.getScheme()) ? 80 : 443;
    }

    private static Optional<String> reason(Throwable failure, Duration patience, String setting) {
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return Optional.of("(unknown host). Check " + setting + ".");
        }
        if (has(failure, SSLException.class)) {
            return tls(failure, setting);
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return Optional.of("(no answer within " + patience.toSeconds() + " s). Check the host and port in "
                    + setting + ", and the firewall.");
        }
        if (has(failure, NoRouteToHostException.class) || says(failure, "unreachable") || says(failure, "No route")) {
            return Optional.of("(no route to the host). Check " + setting + " and the network.");
        }
        return has(failure, ConnectException.class)
                ? Optional.of(
                        "(connection refused). Check the port in " + setting + ", and that the system is running.")
                : Optional.empty();
    }

    /** Explains a failed TLS handshake. A connection that broke after its handshake is none. */
    private static Optional<String> tls(Throwable failure, String setting) {
        if (says(failure, "Unsupported or unrecognized SSL message") || says(failure, "plaintext connection")) {
            return Optional.of(
                    "(TLS failed: the port does not speak TLS). Check the port and https:// in " + setting + ".");
        }
        if (says(failure, "subject alternative") || says(failure, "No name matching")) {
            return Optional.of("(TLS failed: the certificate belongs to another host). Check " + setting + ".");
        }
        if (has(failure, CertificateExpiredException.class)) {
            return Optional.of(
                    "(TLS failed: the certificate has expired). Ask the operator of the system to renew it.");
        }
        if (has(failure, CertPathBuilderException.class) || says(failure, "PKIX")) {
            return Optional.of("(TLS failed: Java does not trust the certificate). Check " + setting
                    + ", or add the certificate's issuer to Java's trust store.");
        }
        return has(failure, SSLHandshakeException.class) || says(failure, "handshake")
                ? Optional.of("(TLS failed). Check " + setting + ", and which versions of TLS the system speaks.")
                : Optional.empty();
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(Throwable failure, String text) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(text)) {
                return true;
            }
        }
        return false;
    }
}
