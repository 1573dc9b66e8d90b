package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets the next sync carry out a plan that the brake has stopped; one that has grown since stops again. */
@Command(
        name = "approve",
        description =
                "Lets the next sync carry out a plan that the brake has stopped; one that has grown since stops again. Asks no system.")
final class ApproveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the connection.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String system;

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type, such as person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    ApproveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(surroundings).builder().build()) {
            talk.approve(new SystemName(system), new EntityType(type));
        }
        return ExitCode.DONE;
    }
}
