package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.policy.TargetPolicy.OnDuplicate;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code connections} and {@code trust}. */
final class ConnectionSettings {
    private final TalkBuilder builder;
    private final PluginKeys plugins;
    private final Map<String, List<String>> types = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private ChangeLimit changeLimit = ChangeLimit.defaults();

    ConnectionSettings(TalkBuilder builder, PluginKeys plugins) {
        this.builder = builder;
        this.plugins = plugins;
    }

    /** The names of the connections, each with the types the file names. */
    Map<String, List<String>> types() {
        return types;
    }

    Set<String> names() {
        return types.keySet();
    }

    void read(ConfigSection connections) {
        connections.sections((name, connection) -> {
            connection.knowing("connector", "settings", "types");
            types.put(name, connection.section("types").keys());
            connection
                    .required("connector", "the name of a connector, such as csv")
                    .ifPresentOrElse(connector -> connect(name, connector, connection), () -> broken.add(name));
        });
    }

    private void connect(String name, String connector, ConfigSection connection) {
        plugins.host()
                .connect(
                        builder,
                        name,
                        connector,
                        connection.section("settings").forPlugin(plugins.keys("connector", connector)));
        connection.section("types").sections((type, section) -> {
            TargetPolicy policy = policy(section, changeLimit);
            SettingsNames.type(type, section)
                    .ifPresent(known -> builder.onlyTypes(name, known.name()).policy(name, known.name(), policy));
        });
    }

    /** Sets the order of trust; connections that failed were reported already. */
    void trust(ConfigSection top) {
        builder.trust(top.texts("trust").stream()
                .filter(name -> !broken.contains(name))
                .toArray(String[]::new));
    }

    /** Sets the change limit of all types without their own. */
    void changeLimit(ConfigSection top) {
        changeLimit = changeLimit(top.section("brake"), ChangeLimit.defaults());
        builder.changeLimit(changeLimit);
    }

    private static TargetPolicy policy(ConfigSection type, ChangeLimit changeLimit) {
        type.knowing("share", "fullSync", "deletes", "duplicates", "brake");
        TargetPolicy otherwise = TargetPolicy.defaults();
        TargetPolicy policy = otherwise
                .share(type.flag("share", otherwise.share()))
                .fullSync(type.flag("fullSync", otherwise.fullSync()))
                .deletes(type.choice("deletes", OnDelete.class, otherwise.deletes()))
                .duplicates(type.choice("duplicates", OnDuplicate.class, otherwise.duplicates()));
        return type.has("brake") ? policy.changeLimit(changeLimit(type.section("brake"), changeLimit)) : policy;
    }

    private static ChangeLimit changeLimit(ConfigSection section, ChangeLimit otherwise) {
        section.knowing("count", "percent", "removals", "removalsPercent");
        return ChangeLimit.defaults()
                .changes(
                        section.number("count", Math.toIntExact(otherwise.changes())),
                        section.number("percent", otherwise.changesPercent()))
                .removals(
                        section.number("removals", Math.toIntExact(otherwise.removals())),
                        section.number("removalsPercent", otherwise.removalsPercent()));
    }
}
