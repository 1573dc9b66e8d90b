package io.sesam.talk.spi;

import io.sesam.talk.spi.settings.Setting;
import java.util.List;

/** The name of a plugin and the settings it understands. Immutable. */
public final class PluginSpec {
    private final String name;
    private final String description;
    private final List<Setting<?>> settings;

    private PluginSpec(String name, String description, List<Setting<?>> settings) {
        this.name = name;
        this.description = description;
        this.settings = List.copyOf(settings);
    }

    /**
     * A plugin with settings.
     *
     * @param name the name in settings files: {@code hubspot}
     * @param description one sentence for a person
     * @param settings all settings it understands; any other key is refused
     */
    public static PluginSpec of(String name, String description, List<Setting<?>> settings) {
        return new PluginSpec(name, description, settings);
    }

    /** Name in settings files: {@code hubspot}. */
    public String name() {
        return name;
    }

    /** One sentence for a person. */
    public String description() {
        return description;
    }

    /** All settings it understands; any other key is refused. */
    public List<Setting<?>> settings() {
        return settings;
    }

    @Override
    public String toString() {
        return name;
    }
}
