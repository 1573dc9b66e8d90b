package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The content of the settings file.
 *
 * @param builder a builder with these settings, without problems
 * @param connections the names of the connections, each with the types the file names
 * @param sinks the names of the sinks
 * @param store the file of the store; empty when the store is in memory or no file
 * @param forgetful whether the store is in memory
 */
record Configuration(
        TalkBuilder builder,
        Map<String, List<String>> connections,
        List<String> sinks,
        Optional<Path> store,
        boolean forgetful) {
    /**
     * Reads a file.
     *
     * @throws TalkException CONFIGURATION with all problems of the file, the settings and the plugins
     */
    static Configuration read(Path file, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        ConfigSection top = new ConfigFile(file)
                .read(environment, problems)
                .knowing(
                        "store",
                        "trust",
                        "brake",
                        "types",
                        "match",
                        "winners",
                        "connections",
                        "sinks",
                        "enrichers",
                        "tokenKeys");
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        TalkBuilder builder = Talk.builder().baseDirectory(directory);
        Configuration configuration = read(top, directory, builder);
        problems.addAll(builder.problems());
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems.stream().distinct().toList());
        }
        return configuration;
    }

    private static Configuration read(ConfigSection top, Path directory, TalkBuilder builder) {
        new TypeSettings(builder).read(top.section("types"));
        new MatchSettings(builder).read(top.section("match"));
        ConnectionSettings connections = new ConnectionSettings(builder);
        connections.changeLimit(top);
        connections.read(top.section("connections"));
        connections.trust(top);
        EnricherSettings enrichers = new EnricherSettings(builder);
        enrichers.read(top.section("enrichers"));
        List<String> sources = new ArrayList<>(connections.names());
        sources.addAll(enrichers.names());
        new WinnerSettings(builder, sources, top.texts("trust")).read(top.section("winners"));
        SinkSettings sinks = new SinkSettings(builder);
        sinks.read(top.section("sinks"));
        tokenKeys(top.section("tokenKeys"), builder);
        StoreSettings store = new StoreSettings(builder, directory);
        store.read(top.section("store"));
        return new Configuration(builder, connections.types(), sinks.names(), store.file(), store.isForgetful());
    }

    /** The keys that encrypt kept tokens, the first one for new tokens. */
    private static void tokenKeys(ConfigSection keys, TalkBuilder builder) {
        for (String id : keys.keys()) {
            keys.required(id, "a secret of at least 16 characters, such as ${TALK_TOKEN_KEY}")
                    .ifPresent(key -> builder.tokenKey(id, Secret.of(key)));
        }
    }

    /** The reason why there is no status yet, without creating the store. */
    Optional<String> whyNothingIsRemembered() {
        if (forgetful) {
            return Optional.of("Nothing is remembered between runs: the store is in memory."
                    + " Give it a file, such as store: { kind: sqlite, path: talk.db }.");
        }
        return store.filter(Files::notExists)
                .map(file -> "Nothing is remembered yet: there is no " + file + ". \"talk sync\" makes it.");
    }
}
