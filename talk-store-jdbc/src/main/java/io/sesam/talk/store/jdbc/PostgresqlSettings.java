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
 * Where a schema is, and who may use it.
 *
 * @param url {@code jdbc:postgresql://…}, without a user or a password
 * @param schema a plain name
 */
record PostgresqlSettings(String url, String user, Optional<Secret> password, String schema, Duration lease) {
    private static final Pattern PLACE = Pattern.compile("jdbc:postgresql://([^/?#@\\s]+/[^/?#@\\s]+)(\\?\\S*)?");
    private static final Pattern OTHERWISE_SET = Pattern.compile("[?&](user|password|currentschema)=");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration SLOW_COMMIT = Duration.ofSeconds(5);

    /** What is wrong with them; an address may hold a secret where none belongs, so it is never shown. */
    void check(List<String> problems) {
        if (OTHERWISE_SET.matcher(url.toLowerCase(Locale.ROOT)).find()) {
            problems.add("store.url must not hold the user, the password or the schema; give them as store.user,"
                    + " store.password and store.schema");
        } else if (!PLACE.matcher(url).matches()) {
            problems.add("store.url must look like jdbc:postgresql://host:5432/database, with the user and the password"
                    + " in settings of their own");
        }
        if (!NAME.matcher(schema).matches()) {
            problems.add("store.schema must be a plain name of at most 63 letters a to z, digits and _, such as talk");
        }
        if (lease.compareTo(SHORTEST) < 0) {
            problems.add("store.lease is too short; ten minutes, PT10M, are longer than any call to a system");
        }
    }

    /** Whoever changes something for longer is asleep; one that is only slow must not lose its session. */
    Duration longestChange() {
        return lease.compareTo(SLOW_COMMIT) < 0 ? SLOW_COMMIT : lease;
    }

    /** Host and database, without the parameters. */
    String place() {
        Matcher place = PLACE.matcher(url);
        return place.matches() ? place.group(1) : "?";
    }

    /** What the driver is told; parameters of the address come first. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        properties.setProperty("ApplicationName", "talk");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "300");
        properties.setProperty("tcpKeepAlive", "true");
        // Otherwise a failure would quote the values of the row.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    /** Tells where, and no secret. */
    @Override
    public String toString() {
        return place() + ", schema " + schema;
    }
}
