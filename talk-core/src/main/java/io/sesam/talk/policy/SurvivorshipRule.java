package io.sesam.talk.policy;

import java.util.Arrays;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.SystemName;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the winner of a property is chosen (R12).
 *
 * <p>A rule is asked only where records differ. It sees the claims in the order newest first, ties in the order of
 * trust; of claims that are filled, blanks that a person made, and no others (R13).
 */
public final class SurvivorshipRule {
    /** The default: newest wins, ties go by trust. */
    public static final SurvivorshipRule NEWEST = new SurvivorshipRule("newest", claims -> claims.get(0));

    private final String name;
    private final Function<List<Claim>, Claim> choice;
    private final List<SystemName> named;

    private SurvivorshipRule(String name, Function<List<Claim>, Claim> choice) {
        this(name, List.of(), choice);
    }

    private SurvivorshipRule(String name, List<SystemName> named, Function<List<Claim>, Claim> choice) {
        this.name = name;
        this.named = named;
        this.choice = choice;
    }

    /** The most trusted system wins, whatever the time. */
    public static SurvivorshipRule mostTrusted(List<SystemName> trust) {
        List<SystemName> order = List.copyOf(trust);
        return new SurvivorshipRule(
                "most trusted", order, claims -> first(claims, Comparator.comparingInt(claim -> rank(order, claim))));
    }

    /** The most trusted system wins, whatever the time; systems by name. */
    public static SurvivorshipRule mostTrusted(String... trust) {
        return mostTrusted(Arrays.stream(trust).map(SystemName::new).toList());
    }

    /** One system is the master; by name. */
    public static SurvivorshipRule master(String system) {
        return master(new SystemName(system));
    }

    /** One system is the master: what it says counts; where it says nothing, newest wins. */
    public static SurvivorshipRule master(SystemName system) {
        return new SurvivorshipRule(
                "master " + system,
                List.of(system),
                claims -> first(
                        claims,
                        Comparator.comparing(claim -> !claim.source().system().equals(system))));
    }

    /** The longest text wins. */
    public static SurvivorshipRule longest() {
        return new SurvivorshipRule(
                "longest", claims -> first(claims, Comparator.comparingInt(claim -> -length(claim))));
    }

    /** What most records say wins. */
    public static SurvivorshipRule mostFrequent() {
        return new SurvivorshipRule("most frequent", claims -> {
            var votes = claims.stream().collect(Collectors.groupingBy(Claim::value, Collectors.counting()));
            return first(claims, Comparator.comparingLong(claim -> -votes.getOrDefault(claim.value(), 0L)));
        });
    }

    /**
     * A rule of the host's own. It must answer alike for the same claims, whatever was asked before, and return one of
     * them.
     */
    public static SurvivorshipRule custom(String name, Function<List<Claim>, Claim> choice) {
        return new SurvivorshipRule(name, choice);
    }

    /** Its name, as provenance tells it. */
    public String name() {
        return name;
    }

    /** Whether it names a system: an enricher's word is heard beside those of people only by a rule that names it (R31). */
    boolean names(SystemName system) {
        return named.contains(system);
    }

    /** The systems that it names, in the order that counts. */
    List<SystemName> named() {
        return named;
    }

    Claim choose(List<Claim> claims) {
        Claim chosen = choice.apply(claims);
        if (!claims.contains(chosen)) {
            throw new IllegalStateException("the rule \"" + name + "\" chose none of the claims it was given");
        }
        return chosen;
    }

    /** The first of the least: ties stay in the order newest first. */
    private static Claim first(List<Claim> claims, Comparator<Claim> order) {
        return claims.stream().min(order).orElseThrow();
    }

    private static int rank(List<SystemName> order, Claim claim) {
        int rank = order.indexOf(claim.source().system());
        return rank < 0 ? order.size() : rank;
    }

    private static int length(Claim claim) {
        return claim.value().known().map(value -> value.toString().length()).orElse(0);
    }

    @Override
    public String toString() {
        return name;
    }
}
