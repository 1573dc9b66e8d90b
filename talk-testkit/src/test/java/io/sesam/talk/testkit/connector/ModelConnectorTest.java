package io.sesam.talk.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** The contract is passed by an honest connector, and each promise fails its own mutants. */
final class ModelConnectorTest {
    private static Map<String, Throwable> failures(Mutation mutation, boolean barren, String only) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        List<String> seen = ConnectorContract.of(new ModelPlugin())
                .world(() -> new ModelWorld(mutation, barren))
                .tests()
                .filter(test -> test.getDisplayName().contains(only))
                .map(test -> {
                    Throwable failure =
                            catchThrowable(() -> test.getExecutable().execute());
                    if (failure != null) {
                        failures.put(test.getDisplayName(), failure);
                    }
                    return test.getDisplayName();
                })
                .toList();
        assertThat(seen).as("promises with these words: %s", only).isNotEmpty().doesNotHaveDuplicates();
        return failures;
    }

    @Test
    void anHonestConnectorKeepsEveryPromiseAndShowsAllOfThem() {
        assertThat(failures(Mutation.NONE, false, "")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aMutantFailsItsPromiseAndIsToldWhatToDo(Mutation mutation) {
        Map<String, Throwable> failures = failures(mutation, false, mutation.promise);
        assertThat(failures).containsOnlyKeys(mutation.promise);
        assertThat(failures.get(mutation.promise))
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith("[" + mutation.promise + "] ")
                .matches("(?s).*\\RWhat to do: [A-Z][^\\n]+[.]");
    }

    @Test
    void aWorldWithoutOccasionsIsToldWhatItDoesNotShow() {
        Map<String, Throwable> failures = failures(Mutation.NONE, true, "");
        assertThat(failures)
                .containsOnlyKeys(
                        "person: a page that is short is no end (R39)",
                        "organisation: a page that is short is no end (R39)",
                        "a failure is told with its code, and without values (R37)",
                        "an answer without a list is no empty list (R39)",
                        "a listing that goes round is no complete listing (R39)");
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(TestAbortedException.class)
                        .hasMessageContaining("not shown: "));
    }
}
