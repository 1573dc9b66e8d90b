package io.sesam.talk.spring;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The starter's own keys; all others under {@code talk} belong to the settings of the {@code Talk}.
 *
 * @param schedule when it syncs by itself
 * @param console where the console is mounted
 * @param webhooks where webhooks are received
 */
@ConfigurationProperties("talk")
record StarterProperties(
        @DefaultValue Schedule schedule,
        @DefaultValue Console console,
        @DefaultValue Webhooks webhooks) {
    /** The keys that are no settings of a {@code Talk}. */
    static final Set<String> KEYS = Set.of("enabled", "schedule", "console", "webhooks", "tenants");

    /**
     * When it syncs by itself.
     *
     * @param enabled whether it does
     * @param delay from the end of one sync to the begin of the next
     * @param cron times of Spring's cron expression
     */
    record Schedule(
            @DefaultValue("true") boolean enabled,
            @Nullable Duration delay,
            @Nullable String cron) {}

    /**
     * Where the console is mounted.
     *
     * @param path such as {@code /talk/console}; without it there is no console
     * @param stewards names of users who may change something, and of roles as {@code role:NAME}
     */
    record Console(@Nullable String path, @DefaultValue List<String> stewards) {}

    /**
     * Where webhooks are received.
     *
     * @param enabled whether they are
     * @param path to which the name of the system is added
     * @param delay from a webhook to the sync that reads what it names; the next turn does without it
     * @param url the address of the host as senders call it, where a proxy hides it
     */
    record Webhooks(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/talk/webhooks") String path,
            @Nullable Duration delay,
            @Nullable String url) {}
}
