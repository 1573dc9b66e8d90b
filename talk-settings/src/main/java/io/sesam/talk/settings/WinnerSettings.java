package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.settings.tree.ConfigSection;
import io.sesam.talk.spi.settings.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code winners}: the survivorship rules of properties.
 *
 * <pre>{@code
 * winners:
 *   person: { email: { master: staff }, lastname: mostFrequent }
 * }</pre>
 */
final class WinnerSettings {
    private static final List<String> RULES = List.of("newest", "mostTrusted", "longest", "mostFrequent");

    private final TalkBuilder builder;
    private final Collection<String> systems;
    private final List<String> trust;

    WinnerSettings(TalkBuilder builder, Collection<String> systems, List<String> trust) {
        this.builder = builder;
        this.systems = systems;
        this.trust = trust;
    }

    void read(ConfigSection winners) {
        winners.sections((name, properties) -> SettingsNames.type(name, properties)
                .ifPresent(type -> properties
                        .keys()
                        .forEach(property -> rule(property, properties)
                                .ifPresent(rule -> builder.winner(type.name(), property, rule)))));
    }

    private Optional<SurvivorshipRule> rule(String property, ConfigSection properties) {
        ConfigSection facts = properties.orShort(property, "rule").knowing("rule", "master");
        if (facts.has("master")) {
            return facts.text("master").flatMap(system -> master(system, facts));
        }
        return facts.required("rule", "one of " + String.join(", ", RULES) + ", or { master: a connection }")
                .flatMap(rule ->
                        rule(rule, properties.isSection(property) ? facts.place("rule") : facts.place(), properties));
    }

    private Optional<SurvivorshipRule> master(String system, ConfigSection facts) {
        if (!systems.contains(system)) {
            facts.problem(facts.place("master") + ": no connection \"" + system + "\"" + Nearest.hint(system, systems));
            return Optional.empty();
        }
        return Optional.of(system)
                .filter(SettingsNames::isSystem)
                .map(SystemName::new)
                .map(SurvivorshipRule::master);
    }

    private Optional<SurvivorshipRule> rule(String rule, String place, ConfigSection properties) {
        return switch (rule) {
            case "newest" -> Optional.of(SurvivorshipRule.NEWEST);
            case "longest" -> Optional.of(SurvivorshipRule.longest());
            case "mostFrequent" -> Optional.of(SurvivorshipRule.mostFrequent());
            case "mostTrusted" -> mostTrusted(place, properties);
            default -> {
                properties.problem(place + ": no rule \"" + rule + "\"" + Nearest.hint(rule, RULES));
                yield Optional.empty();
            }
        };
    }

    private Optional<SurvivorshipRule> mostTrusted(String place, ConfigSection properties) {
        if (trust.isEmpty()) {
            properties.problem(place + ": mostTrusted needs an order of trust; write trust: [one connection, another]");
        }
        List<SystemName> order = trust.stream()
                .filter(SettingsNames::isSystem)
                .map(SystemName::new)
                .toList();
        return Optional.of(SurvivorshipRule.mostTrusted(order));
    }
}
