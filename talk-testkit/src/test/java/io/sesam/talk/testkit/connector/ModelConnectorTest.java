package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** The contract is passed by an honest connector, and each promise fails connectors that break it. */
final class ModelConnectorTest {
    /** Promises that no connector can break, with the reason. */
    static final Map<String, String> UNBREAKABLE = Map.of(
            "a missing required setting is reported as a problem",
            "Talk reads the settings itself and reports what is missing; a plugin can only declare a setting as required.");

    private static final Mutant HONEST = Mutant.of("", "", () -> Fault.NONE);

    private static Map<String, Throwable> failures(Mutant mutant, boolean barren, Predicate<String> only) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        List<String> seen = ConnectorContract.of(mutant.plugin())
                .world(() -> new ModelWorld(mutant.faults(), barren))
                .tests()
                .filter(test -> only.test(test.getDisplayName()))
                .map(test -> {
                    Throwable failure =
                            catchThrowable(() -> test.getExecutable().execute());
                    if (failure != null) {
                        failures.put(test.getDisplayName(), failure);
                    }
                    return test.getDisplayName();
                })
                .toList();
        assertThat(seen).as("promises of this name").isNotEmpty().doesNotHaveDuplicates();
        return failures;
    }

    @Test
    void anHonestConnectorKeepsEveryPromiseAndShowsAllOfThem() {
        assertThat(failures(HONEST, false, any -> true)).isEmpty();
    }

    static List<Mutant> mutants() {
        return Mutant.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void aMutantFailsItsPromiseAndIsToldWhatToDo(Mutant mutant) {
        Map<String, Throwable> failures = failures(mutant, false, mutant.promise()::equals);
        assertThat(failures).containsOnlyKeys(mutant.promise());
        assertThat(failures.get(mutant.promise()))
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith("[" + mutant.promise() + "] ")
                .matches("(?s).*\\RWhat to do: [A-Za-z][^\\n]+[.?]");
    }

    /** The promises of the contract, without the type that each is about. */
    static Set<String> promises() {
        Set<String> promises = new TreeSet<>(new ModelContract()
                .contract()
                .map(DynamicTest::getDisplayName)
                .map(ModelConnectorTest::withoutType)
                .toList());
        // only there when it is broken
        promises.add("types() names the types of an empty world");
        return promises;
    }

    static String withoutType(String promise) {
        return promise.replaceFirst("^(person|organisation): ", "");
    }

    @Test
    void everyPromiseHasAConnectorThatBreaksIt() {
        Set<String> broken = Mutant.all().stream()
                .map(mutant -> withoutType(mutant.promise()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).doesNotContainAnyElementsOf(UNBREAKABLE.keySet());
        broken.addAll(UNBREAKABLE.keySet());

        assertThat(broken).isEqualTo(promises());
    }

    @Test
    void aWorldWithoutOccasionsIsToldWhatItDoesNotShow() {
        Map<String, Throwable> failures = failures(HONEST, true, any -> true);
        assertThat(failures)
                .containsOnlyKeys(
                        "person: a page that is short is no end (R39)",
                        "organisation: a page that is short is no end (R39)",
                        "a failure is reported with its code, and without values (R37)",
                        "an answer without a list is no empty list (R39)",
                        "a listing that goes round is no complete listing (R39)");
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(TestAbortedException.class)
                        .hasMessageContaining("not shown: "));
    }
}
