package io.sesam.talk.cli;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.plan.Brake;
import io.sesam.talk.plan.TargetPolicy;
import io.sesam.talk.plan.TargetPolicy.OnDelete;
import io.sesam.talk.plan.TargetPolicy.OnDuplicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code connections} and {@code trust}. */
final class ConnectionSettings {
    private final TalkBuilder builder;
    private final Map<String, List<String>> types = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private Brake brake = Brake.defaults();

    ConnectionSettings(TalkBuilder builder) {
        this.builder = builder;
    }

    /** The names of the connections, each with the types the file names. */
    Map<String, List<String>> types() {
        return types;
    }

    Set<String> names() {
        return types.keySet();
    }

    void read(Section connections) {
        connections.sections((name, connection) -> {
            connection.knowing("connector", "settings", "types");
            types.put(name, connection.section("types").keys());
            connection
                    .required("connector", "the name of a connector, such as csv")
                    .ifPresentOrElse(connector -> connect(name, connector, connection), () -> broken.add(name));
        });
    }

    private void connect(String name, String connector, Section connection) {
        builder.connect(name, connector, connection.section("settings").without());
        connection.section("types").sections((type, section) -> {
            TargetPolicy policy = policy(section, brake);
            Names.type(type, section).ifPresent(entityType -> builder.allow(name, entityType, policy));
        });
    }

    /** Whom to trust; a connection that could not even be connected has been told already. */
    void trust(Section top) {
        builder.trust(top.texts("trust").stream()
                .filter(name -> !broken.contains(name))
                .toArray(String[]::new));
    }

    /** How much may change in one run, where a type says nothing of its own. */
    void brake(Section top) {
        brake = brake(top.section("brake"), Brake.defaults());
        builder.brake(brake);
    }

    private static TargetPolicy policy(Section type, Brake brake) {
        type.knowing("share", "fullSync", "deletes", "duplicates", "brake");
        TargetPolicy otherwise = TargetPolicy.defaults();
        return new TargetPolicy(
                type.flag("share", otherwise.share()),
                type.flag("fullSync", otherwise.fullSync()),
                type.choice("deletes", OnDelete.class, otherwise.deletes()),
                type.choice("duplicates", OnDuplicate.class, otherwise.duplicates()),
                type.has("brake") ? Optional.of(brake(type.section("brake"), brake)) : Optional.empty());
    }

    private static Brake brake(Section brake, Brake otherwise) {
        brake.knowing("count", "percent", "removals", "removalsPercent");
        return new Brake(
                brake.number("count", Math.toIntExact(otherwise.changes())),
                brake.number("percent", otherwise.changesPercent()),
                brake.number("removals", Math.toIntExact(otherwise.removals())),
                brake.number("removalsPercent", otherwise.removalsPercent()));
    }
}
