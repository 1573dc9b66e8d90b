package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.sync.Applied;
import io.sesam.talk.sync.PlanDigest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Carries out a plan that somebody has looked at, and nothing else. */
@Command(
        name = "apply",
        description = "Runs as \"sync\" does, but writes only what a plan of \"plan --out\" says; what changed since is"
                + " told as a new plan.")
final class ApplyCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final ChangesOption changes = new ChangesOption();

    @Parameters(paramLabel = "FILE", description = "The plan.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    ApplyCommand(Surroundings surroundings, Interruption interruption) {
        this.surroundings = surroundings;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        Configuration configuration = options.configuration(surroundings);
        PlanDigest plan = PlanFile.read(file);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            Applied applied = talk.apply(plan, changes);
            PlanReport left = new PlanReport(applied.left(), changes.first());
            if (options.json()) {
                Map<String, Object> object = new SyncJson(applied.report(), configuration).object();
                object.put("left", left.object());
                Json.print(object, surroundings.out());
            } else {
                new SyncReport(applied.report(), PutAside.of(talk), surroundings.out()).print();
                left.printLeft(surroundings.out());
            }
            if (!applied.report().braked().isEmpty()) {
                return ExitCode.BRAKED;
            }
            return applied.report().isClean() && applied.left().touched() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }
}
