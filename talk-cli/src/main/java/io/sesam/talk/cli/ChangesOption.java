package io.sesam.talk.cli;

import io.sesam.talk.result.PlannedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The option for the number of listed changes; collects them. */
final class ChangesOption implements Consumer<PlannedChange> {
    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "0",
            description = "List up to N changes one by one, with the values of people (default: ${DEFAULT-VALUE}).")
    private int most;

    private final List<PlannedChange> first = new ArrayList<>();

    @Override
    public void accept(PlannedChange change) {
        if (first.size() < most) {
            first.add(change);
        }
    }

    List<PlannedChange> first() {
        return List.copyOf(first);
    }
}
