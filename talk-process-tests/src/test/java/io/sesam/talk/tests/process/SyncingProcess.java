package io.sesam.talk.tests.process;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.TargetPolicy;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** An application of its own that syncs three clouds once, as its settings say, and ends. */
final class SyncingProcess implements AutoCloseable {
    private static final String STORE = "store.";

    private final Process process;
    private final Path words;

    private SyncingProcess(Process process, Path words) {
        this.process = process;
        this.words = words;
    }

    static SyncingProcess start(Path directory, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = directory.resolve("settings.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        Path words = directory.resolve("words.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SyncingProcess.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        return new SyncingProcess(process, words);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; tells whether it was still at work. */
    boolean kill() throws IOException {
        boolean working = process.isAlive();
        process.destroyForcibly().onExit().join();
        if (working && process.exitValue() == 0) {
            working = false; // it was faster
        }
        if (!working && process.exitValue() != 0) {
            throw new AssertionError("the syncing process failed by itself: " + Files.readString(words));
        }
        return working;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
    }

    /** The process itself. */
    public static void main(String[] arguments) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> settings = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
        try (Talk talk = open(settings, new SharedClock(Integer.parseInt(settings.get("clock"))))) {
            talk.sync();
        }
    }

    /** The clouds and the store of some settings, as any host would wire them. */
    static Talk open(Map<String, String> settings, Clock clock) {
        Map<String, String> store = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(STORE)) {
                store.put(key.substring(STORE.length()), value);
            }
        });
        String kind = store.remove("kind");
        return Talk.builder()
                .clock(clock)
                .store(kind, store)
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("hubspot", "hubspot", of(settings, "hubspot", "accessToken", "baseUrl"))
                .connect("wave", "wave", of(settings, "wave", "accessToken", "baseUrl", "incomeAccountId"))
                .connect("freshteam", "freshteam", of(settings, "freshteam", "apiKey", "baseUrl", "domain"))
                .policy(
                        "freshteam",
                        EntityType.PERSON.name(),
                        TargetPolicy.defaults().fullSync(false))
                .policy(
                        "freshteam",
                        EntityType.ORGANISATION.name(),
                        TargetPolicy.defaults().share(false))
                .trust("hubspot", "wave", "freshteam")
                .listener("feed", new HeardFile(Path.of(settings.get("heard"))))
                .build();
    }

    private static Map<String, String> of(Map<String, String> settings, String system, String... keys) {
        return List.of(keys).stream().collect(Collectors.toMap(key -> key, key -> settings.get(system + "." + key)));
    }
}
