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

/** Google's client, made when first needed. By itself it asks again for what only looks, for as long as a minute. */
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

    /** The dataset in words. */
    String where() {
        return "dataset " + settings.dataset() + " of project " + settings.project();
    }

    /** Asks something; {@code what} says it in words, without values. */
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

    /** Where the dataset is. */
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
                    "there are no application default credentials of Google on this machine; set credentials to the key"
                            + " file of a service account, or log in with gcloud auth application-default login");
        }
    }

    private static Credentials keyFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ServiceAccountCredentials.fromStream(in);
        } catch (IOException | RuntimeException e) {
            // what cannot be read may be a key all the same: nothing of it is told
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    file + " cannot be read as the key file of a service account ("
                            + e.getClass().getSimpleName()
                            + "); make one in Google Cloud's console and name it in credentials");
        }
    }
}
