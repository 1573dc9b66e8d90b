package io.sesam.talk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.settings.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds the policy of each type, and lists problems. */
final class PolicyAssembly {
    private final Map<EntityType, Schema> schemas;
    private final Map<EntityType, UnaryOperator<MatchRules>> matching;
    private final Map<EntityType, Map<String, SurvivorshipRule>> winning;
    private final List<SystemName> trust;

    PolicyAssembly(
            Map<EntityType, Schema> schemas,
            Map<EntityType, UnaryOperator<MatchRules>> matching,
            Map<EntityType, Map<String, SurvivorshipRule>> winning,
            List<SystemName> trust) {
        this.schemas = schemas;
        this.matching = matching;
        this.winning = winning;
        this.trust = trust;
    }

    static List<String> typeNames(Map<EntityType, Schema> schemas) {
        return schemas.keySet().stream().map(EntityType::name).toList();
    }

    /** The policies, without those of types about which something is wrong. */
    Map<EntityType, TypePolicy> make(List<String> found) {
        checkTypes("match", matching.keySet(), found);
        checkTypes("winners", winning.keySet(), found);
        Map<EntityType, TypePolicy> types = new LinkedHashMap<>();
        schemas.forEach((type, schema) -> {
            checkReferences(schema, found);
            policy(schema, found).ifPresent(policy -> types.put(type, policy));
        });
        return types;
    }

    private void checkTypes(String where, Collection<EntityType> named, List<String> found) {
        for (EntityType type : named) {
            if (!schemas.containsKey(type)) {
                found.add(where + ": no type \"" + type + "\"" + Nearest.hint(type.name(), typeNames(schemas)));
            }
        }
    }

    private void checkReferences(Schema schema, List<String> found) {
        for (Property property : schema.properties()) {
            property.target()
                    .filter(target -> !schemas.containsKey(target))
                    .ifPresent(target -> found.add("types." + schema.type() + "." + property + ": no type \"" + target
                            + "\"" + Nearest.hint(target.name(), typeNames(schemas))));
        }
    }

    private Optional<TypePolicy> policy(Schema schema, List<String> found) {
        EntityType type = schema.type();
        Map<String, SurvivorshipRule> winners = winning.getOrDefault(type, Map.of());
        int before = found.size();
        checkProperties("winners." + type, schema, winners.keySet(), found);
        try {
            MatchRules rules =
                    matching.getOrDefault(type, UnaryOperator.identity()).apply(MatchRules.defaultsFor(type));
            rules.rules().forEach(rule -> checkProperties("match." + type, schema, rule.properties(), found));
            return found.size() > before
                    ? Optional.empty()
                    : Optional.of(TypePolicy.of(rules, survivorship(schema, winners)));
        } catch (IllegalArgumentException e) {
            found.add("match." + type + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void checkProperties(String where, Schema schema, Collection<String> named, List<String> found) {
        List<String> known = schema.properties().stream().map(Property::name).toList();
        named.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> found.add(where + ": no property \"" + name + "\"" + Nearest.hint(name, known)));
    }

    private Survivorship survivorship(Schema schema, Map<String, SurvivorshipRule> winners) {
        Survivorship survivorship = Survivorship.newest(schema, trust);
        for (Map.Entry<String, SurvivorshipRule> rule : winners.entrySet()) {
            survivorship = survivorship.with(rule.getKey(), rule.getValue());
        }
        return survivorship;
    }
}
