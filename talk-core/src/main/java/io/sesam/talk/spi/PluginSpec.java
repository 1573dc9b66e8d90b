package io.sesam.talk.spi;

import io.sesam.talk.spi.settings.Setting;
import java.util.List;

/**
 * What a connector is called and which settings it understands.
 *
 * @param name the name in settings files: {@code hubspot}
 * @param description one sentence for a person
 * @param settings all settings it understands; any other key is refused
 */
public record PluginSpec(String name, String description, List<Setting<?>> settings) {
    /** Copies the list. */
    public PluginSpec {
        settings = List.copyOf(settings);
    }
}
