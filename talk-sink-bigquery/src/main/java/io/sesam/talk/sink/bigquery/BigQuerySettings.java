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

/** The settings of one sink, found right. */
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
    /** How changes get there. */
    enum Mode {
        /** By a load job and a script for each batch. */
        MERGE,
        /** By the Storage Write API. */
        STREAM
    }

    private static final Setting<String> PROJECT =
            Setting.text("project").required().describedAs("the id of the Google Cloud project that holds the dataset");
    private static final Setting<String> DATASET =
            Setting.text("dataset").required().describedAs("the dataset; made when it is missing");
    private static final Setting<String> LOCATION = Setting.text("location")
            .describedAs("where the dataset is to be, such as EU or europe-north1; EU when it has to be made");
    private static final Setting<Path> CREDENTIALS = Setting.path("credentials")
            .describedAs("the key file of a service account; without it, the application default credentials of the"
                    + " machine, or none at all with baseUrl");
    private static final Setting<String> QUOTA_PROJECT =
            Setting.text("quotaProject").describedAs("the project that is charged, where it is another one");
    private static final Setting<String> BASE_URL =
            Setting.text("baseUrl").describedAs("another address of the API, such as an emulator's");
    private static final Setting<Duration> PATIENCE = Setting.duration("patience")
            .orElse(Duration.ofMinutes(10))
            .describedAs("how long a job may take before it is cancelled");
    private static final Setting<Duration> PAUSE = Setting.duration("pause")
            .orElse(Duration.ofMillis(200))
            .describedAs("how long Google's client waits before it asks again, and twice as long each time after");

    private static final Setting<Mode> MODE = Setting.choice("mode", Mode.class)
            .orElse(Mode.MERGE)
            .describedAs("merge: a load job and a script for each batch; stream: the Storage Write API, and views");
    private static final Setting<String> WRITE_URL = Setting.text("writeUrl")
            .describedAs(
                    "host and port of another Storage Write API, such as an emulator's, spoken to without encryption");
    private static final Setting<Duration> MAX_STALENESS = Setting.duration("maxStaleness")
            .orElse(Duration.ofMinutes(15))
            .describedAs("how old answers may be with mode stream; less costs more");

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
            problems.add("sink " + context.name() + " keeps tables of its own by the names "
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

    private List<String> problems(String who) {
        List<String> problems = new ArrayList<>();
        if (!PROJECT_ID.matcher(project).matches()) {
            problems.add(who + ": project must be a project's id: lower-case letters, digits and hyphens");
        }
        if (!DATASET_ID.matcher(dataset).matches()) {
            problems.add(who + ": dataset must be letters, digits and _ only");
        }
        if (patience.isNegative() || patience.isZero()) {
            problems.add(who + ": patience must be longer than nothing");
        }
        if (pause.isNegative()) {
            problems.add(who + ": pause must not be less than nothing");
        }
        if (maxStaleness.isNegative() || maxStaleness.compareTo(Duration.ofHours(24)) > 0) {
            problems.add(who + ": maxStaleness must be between nothing and a day");
        }
        if (baseUrl.filter(url -> !isWebAddress(url)).isPresent()) {
            problems.add(who + ": baseUrl must be an address such as http://localhost:9050");
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
