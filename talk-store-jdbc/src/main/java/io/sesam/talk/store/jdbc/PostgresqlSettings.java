package io.sesam.talk.store.jdbc;

import io.sesam.talk.spi.settings.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location and credentials of a schema.
 *
 * @param url {@code jdbc:postgresql://…}, without user or password
 * @param schema a plain name
 */
record PostgresqlSettings(String url, String user, Optional<Secret> password, String schema, Duration lease) {
    private static final Pattern PLACE = Pattern.compile("jdbc:postgresql://([^/?#@\\s]+/[^/?#@\\s]+)(\\?\\S*)?");
    private static final Pattern OTHERWISE_SET = Pattern.compile("[?&](user|password|currentschema)=");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration SLOW_COMMIT = Duration.ofSeconds(5);

    /** Adds the problems of these settings. Never quotes the address, because it may contain a secret by mistake. */
    void check(List<String> problems) {
        if (OTHERWISE_SET.matcher(url.toLowerCase(Locale.ROOT)).find()) {
            problems.add("store.url must not contain the user, the password or the schema; set store.user,"
                    + " store.password and store.schema instead");
        } else if (!PLACE.matcher(url).matches()) {
            problems.add("store.url must have the form jdbc:postgresql://host:5432/database; set the user and the"
                    + " password separately");
        }
        check(schema, lease, problems);
    }

    /** Adds the problems of a schema and a lease. */
    static void check(String schema, Duration lease, List<String> problems) {
        if (!NAME.matcher(schema).matches()) {
            problems.add("store.schema must be a plain name of at most 63 characters from a to z, digits and _,"
                    + " such as talk");
        }
        if (lease.compareTo(SHORTEST) < 0) {
            problems.add("store.lease is too short; set ten minutes, PT10M, which is longer than any call to a system");
        }
    }

    /**
     * Returns the time after which a change counts as stalled. Long enough that a slow change does not lose its
     * session.
     */
    static Duration longestChange(Duration lease) {
        return lease.compareTo(SLOW_COMMIT) < 0 ? SLOW_COMMIT : lease;
    }

    /** Returns host and database, without the parameters. */
    String place() {
        Matcher place = PLACE.matcher(url);
        return place.matches() ? place.group(1) : "?";
    }

    /** Returns the driver's properties. Parameters of the address take precedence. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        properties.setProperty("ApplicationName", "talk");
        // The name goes with the start of the connection instead of a question of its own.
        properties.setProperty("assumeMinServerVersion", "12");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "300");
        properties.setProperty("tcpKeepAlive", "true");
        // Otherwise error messages would quote the values of the row.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    /** Returns the location without any secret. */
    @Override
    public String toString() {
        return place() + ", schema " + schema;
    }
}
