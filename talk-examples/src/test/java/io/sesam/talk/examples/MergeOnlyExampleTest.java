package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests of merging alone, in its two ways. */
final class MergeOnlyExampleTest {
    private final List<String> original = new ArrayList<>();

    @Test
    @Tag("R5")
    @Tag("R15")
    void mergesAllAtOnceAndTellsWhoSaidWhat() {
        MergeOnlyExample.allAtOnce(original::add);

        assertThat(original)
                .containsExactly(
                        "Anna Berg Lie, from staff/person/17 by the rule newest, of [crm/person/1, staff/person/17]",
                        "Bo (no last name), from staff/person/18 by the rule newest, of [staff/person/18]");
    }

    @Test
    @Tag("R9")
    void mergesChangeByChangeAndSplitsWhatNoLongerBelongsTogether() {
        MergeOnlyExample.changeByChange(original::add);

        assertThat(original)
                .containsExactlyInAnyOrder(
                        "1 updated",
                        "1 split off",
                        "Anna Berg, from crm/person/1 by the rule newest, of [crm/person/1]",
                        "Anna Berg Lie, from staff/person/17 by the rule newest, of [staff/person/17]");
    }
}
