package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.contract.TypeChecks;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The promises of a plugin before any reading. */
final class SpecPromises {
    private SpecPromises() {}

    static List<ConnectorPromise> all(boolean handedOver) {
        List<ConnectorPromise> promises = List.of(
                new ConnectorPromise(
                        "the plugin is found by the service loader",
                        "Add @AutoService(ConnectorPlugin.class), and \"provides\" in module-info.",
                        SpecPromises::isFound),
                new ConnectorPromise(
                        "the spec has a name and a description",
                        "PluginSpec.of(name, description, …): a name of small letters, digits and hyphens.",
                        SpecPromises::isNamed),
                new ConnectorPromise(
                        "every setting has a unique key and a description",
                        "Give each Setting a key in camelCase and describe it with describedAs(…).",
                        SpecPromises::describesSettings),
                new ConnectorPromise(
                        "the spec is the same every time",
                        "Make spec() return a constant; it depends on no clock, file or environment.",
                        SpecPromises::isConstant),
                new ConnectorPromise(
                        "an undeclared setting is refused, with the nearest known one",
                        "Declare every setting in PluginSpec; read none past Settings.",
                        SpecPromises::refuses),
                new ConnectorPromise(
                        "a missing required setting is reported as a problem",
                        "Declare the setting as required in PluginSpec instead of checking it in open().",
                        SpecPromises::misses),
                new ConnectorPromise(
                        "a connector can be opened and closed without a call",
                        "open() and close() may touch neither network nor file; begin calls in check(), types() or a reader.",
                        SpecPromises::opens),
                new ConnectorPromise(
                        "check() finds no problem in a healthy world, and changes nothing",
                        "See which finding check() returns; is the world's settings() complete?",
                        SpecPromises::checks),
                new ConnectorPromise(
                        "an unknown type has no reader, lookup or writer",
                        "Return Optional.empty() for types that types() does not list.",
                        trial -> TypeChecks.knowsNoOther(trial.connector())));
        return handedOver ? promises.subList(1, promises.size()) : promises;
    }

    private static void isFound(ConnectorTrial trial) {
        List<Class<?>> found = new ArrayList<>();
        ServiceLoader.load(ConnectorPlugin.class).forEach(plugin -> found.add(plugin.getClass()));
        assertThat(found)
                .as("plugins found; add @AutoService(ConnectorPlugin.class) and \"provides\" in module-info")
                .contains(trial.plugin().getClass());
    }

    private static void isNamed(ConnectorTrial trial) {
        assertThat(trial.plugin().spec().name()).as("name").matches("[a-z][a-z0-9-]*");
        assertThat(trial.plugin().spec().description()).as("description").isNotBlank();
    }

    private static void describesSettings(ConnectorTrial trial) {
        List<Setting<?>> settings = trial.plugin().spec().settings();
        assertThat(settings.stream().map(Setting::key).toList()).as("keys").doesNotHaveDuplicates();
        settings.forEach(setting -> {
            assertThat(setting.key()).as("key").matches("[a-z][a-zA-Z0-9]*");
            assertThat(setting.description()).as("description of %s", setting).isNotBlank();
        });
    }

    private static void isConstant(ConnectorTrial trial) {
        assertThat(keys(trial)).as("keys, requested twice").isEqualTo(keys(trial));
        assertThat(trial.plugin().spec().name())
                .as("name, requested twice")
                .isEqualTo(trial.plugin().spec().name());
    }

    private static List<String> keys(ConnectorTrial trial) {
        return trial.plugin().spec().settings().stream().map(Setting::key).toList();
    }

    private static void refuses(ConnectorTrial trial) {
        for (String key : keys(trial)) {
            Map<String, Object> raw = new HashMap<>(trial.world().settings());
            raw.put(key + "x", "anything");
            assertThat(problems(trial, raw))
                    .as("problems with the setting %sx", key)
                    .anyMatch(p -> p.contains(key));
        }
    }

    private static void misses(ConnectorTrial trial) {
        trial.plugin().spec().settings().stream().filter(Setting::isRequired).forEach(setting -> {
            Map<String, Object> raw = new HashMap<>(trial.world().settings());
            raw.remove(setting.key());
            assertThat(problems(trial, raw))
                    .as("problems without %s", setting)
                    .anyMatch(p -> p.contains(setting.key()));
        });
    }

    private static List<String> problems(ConnectorTrial trial, Map<String, ?> raw) {
        List<String> problems = new ArrayList<>();
        Settings.read(
                "settings", trial.world().base(), raw, trial.plugin().spec().settings(), problems);
        return problems;
    }

    /** Opens connectors where the system answers, and where each call fails. */
    private static void opens(ConnectorTrial trial) throws Exception {
        trial.another().close();
        Optional<Breakage> breakage = trial.world().breakages().stream().findFirst();
        if (breakage.isPresent()) {
            breakage.get().act().run();
            trial.another().close();
        }
    }

    private static void checks(ConnectorTrial trial) {
        assertThat(trial.connector().check().findings())
                .as("findings of check() in an empty world")
                .noneMatch(finding -> finding.level() == Check.Level.PROBLEM);
    }
}
