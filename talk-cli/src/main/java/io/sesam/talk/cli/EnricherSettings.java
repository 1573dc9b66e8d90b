package io.sesam.talk.cli;

import io.sesam.talk.TalkBuilder;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code enrichers}, the most trusted first. */
final class EnricherSettings {
    private final TalkBuilder builder;
    private final List<String> names = new ArrayList<>();

    EnricherSettings(TalkBuilder builder) {
        this.builder = builder;
    }

    List<String> names() {
        return names;
    }

    /** The name is the kind of enricher too, unless {@code enricher} says another one. */
    void read(ConfigSection section) {
        section.sections((name, enricher) -> {
            enricher.knowing("enricher", "settings");
            names.add(name);
            builder.enricher(
                    name,
                    enricher.text("enricher").orElse(name),
                    enricher.section("settings").without());
        });
    }
}
