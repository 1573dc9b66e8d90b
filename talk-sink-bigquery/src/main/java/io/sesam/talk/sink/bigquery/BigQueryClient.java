package io.sesam.talk.sink.bigquery;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.http.HttpTransportOptions;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Google's client, created on first use. It retries reading calls by itself, for up to a minute. */
final class BigQueryClient {
    private static final int CONNECT_MILLIS = 20_000;
    private static final int READ_MILLIS = 60_000;

    private final BigQuerySettings settings;
    private @Nullable BigQuery client;
    private String location;

    BigQueryClient(BigQuerySettings settings) {
        this.settings = settings;
        this.location = settings.location().orElse("EU");
    }

    BigQuerySettings settings() {
        return settings;
    }

    /** Returns the name of the dataset for messages. */
    String where() {
        return "dataset " + settings.dataset() + " of project " + settings.project();
    }

    /**
     * Makes a call.
     *
     * @param what the action, for messages, without values
     */
    <T> T ask(String what, Function<BigQuery, T> question) {
        try {
            return question.apply(client());
        } catch (BigQueryException e) {
            throw BigQueryFailures.of(what, e);
        }
    }

    BigQuery client() {
        BigQuery made = client;
        if (made == null) {
            made = options().getService();
            client = made;
        }
        return made;
    }

    private BigQueryOptions options() {
        BigQueryOptions.Builder options = BigQueryOptions.newBuilder()
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadTimeout(READ_MILLIS)
                        .build());
        options.setProjectId(settings.project());
        options.setCredentials(credentials());
        options.setHeaderProvider(FixedHeaderProvider.create("User-Agent", "talk-sink-bigquery"));
        options.setRetrySettings(RetrySettings.newBuilder()
                .setMaxAttempts(5)
                .setInitialRetryDelayDuration(settings.pause())
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(10))
                .setTotalTimeoutDuration(Duration.ofMinutes(1))
                .build());
        settings.baseUrl().ifPresent(options::setHost);
        settings.quotaProject().ifPresent(options::setQuotaProjectId);
        return options.build();
    }

    BigQueryNames names() {
        return new BigQueryNames(settings.project(), settings.dataset());
    }

    /** Returns the location of the dataset. */
    String location() {
        return location;
    }

    void in(String place) {
        location = place;
    }

    Credentials credentials() {
        if (settings.credentials().isPresent()) {
            return keyFile(settings.credentials().get());
        }
        if (settings.baseUrl().isPresent()) {
            return NoCredentials.getInstance();
        }
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "this machine has no application default credentials of Google; set credentials to the"
                            + " key file of a service account, or log in with gcloud auth application-default login");
        }
    }

    private static Credentials keyFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ServiceAccountCredentials.fromStream(in);
        } catch (IOException | RuntimeException e) {
            // An unreadable file may still be a key: never quote it.
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    file + " cannot be read as the key file of a service account ("
                            + e.getClass().getSimpleName()
                            + "); create a key file in the Google Cloud console and set credentials to it");
        }
    }
}
