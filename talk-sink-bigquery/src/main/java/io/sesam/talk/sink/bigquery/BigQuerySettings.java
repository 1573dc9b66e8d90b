package io.sesam.talk.sink.bigquery;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The validated settings of one sink. */
record BigQuerySettings(
        String project,
        String dataset,
        Optional<String> location,
        Optional<Path> credentials,
        Optional<String> quotaProject,
        Optional<String> baseUrl,
        Duration patience,
        Duration pause,
        Mode mode,
        Optional<String> writeUrl,
        Duration maxStaleness) {
    /** The way of writing changes. */
    enum Mode {
        /** A load job and a script for each batch. */
        MERGE,
        /** The Storage Write API. */
        STREAM
    }

    private static final Setting<String> PROJECT = Setting.text("project")
            .required()
            .describedAs("the id of the Google Cloud project that contains the dataset");
    private static final Setting<String> DATASET =
            Setting.text("dataset").required().describedAs("the dataset; created if missing");
    private static final Setting<String> LOCATION = Setting.text("location")
            .describedAs("the location of the dataset, such as EU or europe-north1; EU when it has to be created");
    private static final Setting<Path> CREDENTIALS = Setting.path("credentials")
            .describedAs("the key file of a service account; without it, the application default credentials of"
                    + " the machine are used, or none with baseUrl");
    private static final Setting<String> QUOTA_PROJECT =
            Setting.text("quotaProject").describedAs("the project to charge, if it is another one");
    private static final Setting<String> BASE_URL =
            Setting.text("baseUrl").describedAs("another address of the API, such as an emulator's");
    private static final Setting<Duration> PATIENCE = Setting.duration("patience")
            .orElse(Duration.ofMinutes(10))
            .describedAs("the maximum duration of a job before it is cancelled");
    private static final Setting<Duration> PAUSE = Setting.duration("pause")
            .orElse(Duration.ofMillis(200))
            .describedAs("the initial wait of Google's client before a retry; it doubles each time");

    private static final Setting<Mode> MODE = Setting.choice("mode", Mode.class)
            .orElse(Mode.MERGE)
            .describedAs("merge: a load job and a script for each batch; stream: the Storage Write API, with views");
    private static final Setting<String> WRITE_URL = Setting.text("writeUrl")
            .describedAs("host and port of another Storage Write API, such as an emulator's, used without encryption");
    private static final Setting<Duration> MAX_STALENESS = Setting.duration("maxStaleness")
            .orElse(Duration.ofMinutes(15))
            .describedAs("the maximum staleness of query results in mode stream; a lower value costs more");

    static final List<Setting<?>> ALL = List.of(
            PROJECT,
            DATASET,
            LOCATION,
            CREDENTIALS,
            QUOTA_PROJECT,
            BASE_URL,
            PATIENCE,
            PAUSE,
            MODE,
            WRITE_URL,
            MAX_STALENESS);

    private static final Pattern PROJECT_ID = Pattern.compile("[a-z0-9.:-]{4,100}");
    private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_]{1,1024}");

    static BigQuerySettings from(Settings settings, PluginContext context) {
        BigQuerySettings read = new BigQuerySettings(
                settings.get(PROJECT),
                settings.get(DATASET),
                settings.find(LOCATION),
                settings.find(CREDENTIALS),
                settings.find(QUOTA_PROJECT),
                settings.find(BASE_URL),
                settings.get(PATIENCE),
                settings.get(PAUSE),
                settings.get(MODE),
                settings.find(WRITE_URL),
                settings.get(MAX_STALENESS));
        List<String> problems = read.problems("sink " + context.name());
        if (context.schemas().keySet().stream().anyMatch(type -> BigQueryNames.isReserved(type.name()))) {
            problems.add("sink " + context.name() + " uses these names for its own tables: "
                    + String.join(", ", BigQueryNames.RESERVED.stream().sorted().toList()) + " and "
                    + BigQueryNames.STAGING
                    + "…; give the host's type another name");
        }
        problems.addAll(BigQueryLayout.problems(
                "sink " + context.name(), context.schemas().values()));
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return read;
    }

    private List<String> problems(String prefix) {
        List<String> problems = new ArrayList<>();
        if (!PROJECT_ID.matcher(project).matches()) {
            problems.add(prefix + ": project must be a project's id: lower-case letters, digits and hyphens");
        }
        if (!DATASET_ID.matcher(dataset).matches()) {
            problems.add(prefix + ": dataset must consist of letters, digits and _ only");
        }
        if (patience.isNegative() || patience.isZero()) {
            problems.add(prefix + ": patience must be longer than zero");
        }
        if (pause.isNegative()) {
            problems.add(prefix + ": pause must not be negative");
        }
        if (maxStaleness.isNegative() || maxStaleness.compareTo(Duration.ofHours(24)) > 0) {
            problems.add(prefix + ": maxStaleness must be between zero and one day");
        }
        if (baseUrl.filter(url -> !isWebAddress(url)).isPresent()) {
            problems.add(prefix + ": baseUrl must be an address such as http://localhost:9050");
        }
        return problems;
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
