package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.result.UndoScope;
import io.sesam.talk.settings.TalkSettings;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows or carries out the undo of writes. */
@Command(
        name = "undo",
        description =
                "Shows what would undo the writes of Talk: of a run, to a record, or to a system. --yes undoes them;"
                        + " the next \"sync\" brings the old values to the other systems.")
final class UndoCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final ChangesOption changes = new ChangesOption();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Which which;

    @Option(names = "--since", paramLabel = "TIME", description = "With --system: from when on, 2026-11-28T08:00:00Z.")
    private @Nullable String since;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    /** The ways to choose the writes. */
    private static final class Which {
        @Option(names = "--run", paramLabel = "RUN", description = "All writes of a run, which \"sync\" names.")
        private @Nullable String run;

        @Option(
                names = "--record",
                paramLabel = "SYSTEM/TYPE/ID",
                description = "All writes to a record, such as crm/person/17.")
        private @Nullable String record;

        @Option(names = "--system", paramLabel = "SYSTEM", description = "All writes to a system, from --since on.")
        private @Nullable String system;
    }

    UndoCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        UndoScope what = what();
        TalkSettings configuration = options.configuration(environment);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            UndoPlan plan = talk.planUndo(what, changes);
            PlanReport planned = new PlanReport(plan, changes.first());
            if (!yes) {
                tell(planned, what);
                return plan.paused().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
            }
            SyncReport report = talk.undo(plan);
            tell(planned, what, report, configuration);
            return report.isClean() && report.writes() == plan.touched() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private UndoScope what() {
        if (which.run != null) {
            return UndoScope.run(which.run);
        }
        return which.record == null
                ? UndoScope.system(new SystemName(String.valueOf(which.system)), since())
                : UndoScope.record(CliNames.record(which.record));
    }

    private Instant since() {
        try {
            return Instant.parse(String.valueOf(since));
        } catch (DateTimeException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "--system goes with --since and a time, such as 2026-11-28T08:00:00Z", e);
        }
    }

    private void tell(PlanReport planned, UndoScope what) {
        if (options.json()) {
            JsonOutput.print(planned.object(), environment.out());
        } else {
            planned.printUndo(
                    what + " would be undone in ", ". Nothing was written; --yes does it.", environment.out());
        }
    }

    private void tell(PlanReport planned, UndoScope what, SyncReport report, TalkSettings configuration) {
        if (options.json()) {
            Map<String, Object> object = new SyncJson(report, configuration).object();
            object.put("undone", planned.object());
            JsonOutput.print(object, environment.out());
        } else {
            planned.printUndo(what + " is undone in ", ", as far as listed below.", environment.out());
            new SyncText(report, environment.out()).print();
        }
    }
}
