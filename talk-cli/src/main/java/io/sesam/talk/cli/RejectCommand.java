package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Drops a plan that the brake has stopped; what changes from now on is planned anew. */
@Command(
        name = "reject",
        description =
                "Drops a plan that the brake has stopped; what changes from now on is planned anew. Asks no system.")
final class RejectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the connection.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String system;

    @Parameters(index = "1", paramLabel = "TYPE", description = "The type, such as person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String type;

    RejectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(surroundings).builder().build()) {
            talk.reject(new SystemName(system), new EntityType(type));
        }
        return ExitCode.DONE;
    }
}
