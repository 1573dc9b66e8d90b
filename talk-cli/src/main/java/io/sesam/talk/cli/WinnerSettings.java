package io.sesam.talk.cli;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.merge.Rule;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code winners}: how the winner of a property is chosen where it is not the newest.
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

    void read(Section winners) {
        winners.sections((name, properties) -> Names.type(name, properties)
                .ifPresent(type -> properties
                        .keys()
                        .forEach(property ->
                                rule(property, properties).ifPresent(rule -> builder.winner(type, property, rule)))));
    }

    private Optional<Rule> rule(String property, Section properties) {
        Section facts = properties.orShort(property, "rule").knowing("rule", "master");
        if (facts.has("master")) {
            return facts.text("master").flatMap(system -> master(system, facts));
        }
        return facts.required("rule", "one of " + String.join(", ", RULES) + ", or { master: a connection }")
                .flatMap(rule -> rule(rule, property, properties));
    }

    private Optional<Rule> master(String system, Section facts) {
        if (!systems.contains(system)) {
            facts.problem(facts.place("master") + ": no connection \"" + system + "\"" + Nearest.hint(system, systems));
            return Optional.empty();
        }
        return Optional.of(system).filter(Names::isSystem).map(SystemName::new).map(Rule::master);
    }

    private Optional<Rule> rule(String rule, String property, Section properties) {
        return switch (rule) {
            case "newest" -> Optional.of(Rule.NEWEST);
            case "longest" -> Optional.of(Rule.longest());
            case "mostFrequent" -> Optional.of(Rule.mostFrequent());
            case "mostTrusted" -> mostTrusted(property, properties);
            default -> {
                properties.problem(
                        properties.place(property) + ": no rule \"" + rule + "\"" + Nearest.hint(rule, RULES));
                yield Optional.empty();
            }
        };
    }

    private Optional<Rule> mostTrusted(String property, Section properties) {
        if (trust.isEmpty()) {
            properties.problem(properties.place(property)
                    + ": mostTrusted needs an order of trust; write trust: [one connection, another]");
        }
        List<SystemName> order =
                trust.stream().filter(Names::isSystem).map(SystemName::new).toList();
        return Optional.of(Rule.mostTrusted(order));
    }
}
