package io.sesam.talk.merge;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TypePolicy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A policy as data, to be sent to other machines.
 *
 * <p>A {@link TypePolicy} holds functions and stays where it was made; a recipe holds names and numbers, is
 * serialisable, and makes an equal policy wherever it arrives. Built-in rules and forms go by their names, a host's own
 * by a serialisable factory. Immutable.
 */
@Experimental
public final class PolicyRecipe implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A factory that can be sent to another machine, such as a reference to a static method. */
    @FunctionalInterface
    public interface Factory<T> extends Supplier<T>, Serializable {}

    private record PropertyData(
            String name,
            Kind kind,
            @Nullable String target,
            @Nullable String unit) implements Serializable {
        Property property() {
            Property made = target == null ? Property.of(name, kind) : Property.reference(name, new EntityType(target));
            return unit == null ? made : made.inUnit(unit);
        }
    }

    private record MatchData(String name, ArrayList<String> properties, LinkedHashMap<String, Factory<KeyForm>> forms)
            implements Serializable {
        MatchRule rule() {
            MatchRule rule = new MatchRule(name, properties);
            for (Map.Entry<String, Factory<KeyForm>> form : forms.entrySet()) {
                rule = rule.comparing(form.getKey(), form.getValue().get());
            }
            return rule;
        }
    }

    private final String type;
    private final ArrayList<PropertyData> properties = new ArrayList<>();
    private final ArrayList<MatchData> matching = new ArrayList<>();
    private final LinkedHashMap<String, Factory<SurvivorshipRule>> winners = new LinkedHashMap<>();
    private ArrayList<String> trust = new ArrayList<>();
    private ArrayList<String> ignored = new ArrayList<>();
    private int maxRecords;
    private int maxOfOneSystem;

    private PolicyRecipe(String type) {
        this.type = type;
    }

    /** Creates the recipe of the default policy of a schema, without an order of trust. */
    public static PolicyRecipe of(Schema schema) {
        MatchRules defaults = MatchRules.defaultsFor(schema.type());
        PolicyRecipe recipe = new PolicyRecipe(schema.type().name());
        for (Property property : schema.properties()) {
            recipe.properties.add(new PropertyData(
                    property.name(),
                    property.kind(),
                    property.target().map(EntityType::name).orElse(null),
                    property.unit().orElse(null)));
        }
        defaults.rules()
                .forEach(rule -> recipe.matching.add(
                        new MatchData(rule.name(), new ArrayList<>(rule.properties()), new LinkedHashMap<>())));
        recipe.maxRecords = defaults.maxRecords();
        recipe.maxOfOneSystem = defaults.maxOfOneSystem();
        return recipe;
    }

    private PolicyRecipe copy() {
        PolicyRecipe copy = new PolicyRecipe(type);
        copy.properties.addAll(properties);
        copy.matching.addAll(matching);
        copy.winners.putAll(winners);
        copy.trust = trust;
        copy.ignored = ignored;
        copy.maxRecords = maxRecords;
        copy.maxOfOneSystem = maxOfOneSystem;
        return copy;
    }

    /** Sets the order of trust. */
    public PolicyRecipe trust(String... systems) {
        PolicyRecipe copy = copy();
        copy.trust = new ArrayList<>(List.of(systems));
        return copy;
    }

    /** Removes all match rules, so that only links join. */
    public PolicyRecipe matchingNothing() {
        PolicyRecipe copy = copy();
        copy.matching.clear();
        return copy;
    }

    /** Adds a match rule that compares the visible characters of properties. */
    public PolicyRecipe matching(String... rule) {
        PolicyRecipe copy = copy();
        copy.matching.add(new MatchData(String.join("+", rule), new ArrayList<>(List.of(rule)), new LinkedHashMap<>()));
        return copy;
    }

    /**
     * Sets the built-in comparison form of a property in the rules added so far.
     *
     * @throws IllegalArgumentException when there is no form of that name
     */
    public PolicyRecipe comparing(String property, String form) {
        if (KeyForm.named(form).isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no comparison form \"" + form + "\"; there are " + KeyForm.names());
        }
        return comparing(property, () -> KeyForm.named(form).orElseThrow());
    }

    /** Sets a host's comparison form of a property in the rules added so far. */
    public PolicyRecipe comparing(String property, Factory<KeyForm> form) {
        PolicyRecipe copy = copy();
        copy.matching.replaceAll(rule -> {
            if (!rule.properties().contains(property)) {
                return rule;
            }
            LinkedHashMap<String, Factory<KeyForm>> forms = new LinkedHashMap<>(rule.forms());
            forms.put(property, form);
            return new MatchData(rule.name(), rule.properties(), forms);
        });
        return copy;
    }

    /** Excludes match keys, such as {@code info@acme.no}. */
    public PolicyRecipe ignoring(String... keys) {
        PolicyRecipe copy = copy();
        copy.ignored = new ArrayList<>(List.of(keys));
        return copy;
    }

    /** Sets the cluster limits. */
    public PolicyRecipe limitedTo(int records, int ofOneSystem) {
        PolicyRecipe copy = copy();
        copy.maxRecords = records;
        copy.maxOfOneSystem = ofOneSystem;
        return copy;
    }

    /**
     * Sets a built-in rule for a property.
     *
     * @param rule {@code newest}, {@code mostTrusted} (by the systems, or else the order of trust set so far), {@code
     *     master} (the one system), {@code longest} or {@code mostFrequent}
     * @throws IllegalArgumentException when there is no rule of that name
     */
    public PolicyRecipe winner(String property, String rule, String... systems) {
        List<String> named = List.of(systems);
        return switch (rule) {
            case "newest" -> winner(property, () -> SurvivorshipRule.NEWEST);
            case "longest" -> winner(property, SurvivorshipRule::longest);
            case "mostFrequent" -> winner(property, SurvivorshipRule::mostFrequent);
            case "mostTrusted" -> mostTrusted(property, named.isEmpty() ? List.copyOf(trust) : named);
            case "master" -> master(property, named);
            default ->
                throw new IllegalArgumentException("there is no rule \"" + rule
                        + "\"; there are newest, mostTrusted, master, longest and mostFrequent");
        };
    }

    private PolicyRecipe mostTrusted(String property, List<String> systems) {
        return winner(property, () -> SurvivorshipRule.mostTrusted(names(systems)));
    }

    private PolicyRecipe master(String property, List<String> systems) {
        if (systems.size() != 1) {
            throw new IllegalArgumentException("the rule master names one system, not " + systems.size());
        }
        String system = systems.get(0);
        return winner(property, () -> SurvivorshipRule.master(system));
    }

    /** Sets a host's rule for a property. */
    public PolicyRecipe winner(String property, Factory<SurvivorshipRule> rule) {
        PolicyRecipe copy = copy();
        copy.winners.put(property, rule);
        return copy;
    }

    /**
     * Makes the policy.
     *
     * @throws IllegalArgumentException when a rule names a property that the type does not have
     */
    public TypePolicy policy() {
        Schema schema = Schema.of(
                new EntityType(type),
                properties.stream().map(PropertyData::property).toList());
        MatchRules rules = MatchRules.defaultsFor(schema.type())
                .by(matching.stream().map(MatchData::rule).toArray(MatchRule[]::new))
                .ignoring(ignored.toArray(String[]::new))
                .limitedTo(maxRecords, maxOfOneSystem);
        Survivorship survivorship = Survivorship.newest(schema, names(trust));
        for (Map.Entry<String, Factory<SurvivorshipRule>> winner : winners.entrySet()) {
            survivorship = survivorship.with(winner.getKey(), winner.getValue().get());
        }
        return TypePolicy.of(rules, survivorship);
    }

    private static List<SystemName> names(List<String> systems) {
        return systems.stream().map(SystemName::new).toList();
    }

    @Override
    public String toString() {
        return "recipe of the policy of " + type;
    }
}
