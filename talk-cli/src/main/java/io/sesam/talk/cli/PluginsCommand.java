package io.sesam.talk.cli;

import io.sesam.talk.Plugins;
import io.sesam.talk.spi.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the plugins with their settings. */
@Command(name = "connectors", description = "Lists connectors, enrichers, sinks and stores with their settings.")
final class PluginsCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    PluginsCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (json) {
            JsonOutput.print(object(), environment.out());
        } else {
            Plugins.installed().forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(Plugins.Installed plugin) {
        environment.out().println(plugin + ": " + plugin.spec().description());
        for (Setting<?> setting : plugin.spec().settings()) {
            environment
                    .out()
                    .println("  " + setting.key() + (setting.isRequired() ? " (required)" : "") + ": "
                            + setting.holds()
                            + (setting.description().isEmpty() ? "" : "; " + setting.description()));
        }
    }

    private static Map<String, Object> object() {
        List<Map<String, Object>> plugins = new ArrayList<>();
        for (Plugins.Installed plugin : Plugins.installed()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", plugin.kind());
            one.put("name", plugin.spec().name());
            one.put("version", plugin.version());
            one.put("description", plugin.spec().description());
            one.put(
                    "settings",
                    plugin.spec().settings().stream()
                            .map(PluginsCommand::object)
                            .toList());
            plugins.add(one);
        }
        return Map.of("plugins", plugins);
    }

    private static Map<String, Object> object(Setting<?> setting) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", setting.key());
        object.put("kind", setting.kind().name().toLowerCase(Locale.ROOT));
        if (!setting.choices().isEmpty()) {
            object.put("choices", setting.choices());
        }
        object.put("holds", setting.holds());
        object.put("required", setting.isRequired());
        object.put("description", setting.description());
        return object;
    }
}
