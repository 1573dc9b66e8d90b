package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.sync.Report;
import io.sesam.talk.sync.Undo;
import io.sesam.talk.sync.UndoPlan;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what would take writes back, and takes them back when it is told so. */
@Command(
        name = "undo",
        description =
                "Tells what would take back what Talk has written: in a run, to a record, or to a system. --yes takes"
                        + " it back; the next \"sync\" brings that to the other systems.")
final class UndoCommand implements Callable<Integer> {
    private final Surroundings surroundings;
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

    /** The ways to say which writes. */
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

    UndoCommand(Surroundings surroundings, Interruption interruption) {
        this.surroundings = surroundings;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        Undo what = what();
        Configuration configuration = options.configuration(surroundings);
        try (Talk talk = configuration.builder().build()) {
            interruption.cancels(talk);
            UndoPlan plan = talk.planUndo(what, changes);
            PlanReport planned = new PlanReport(plan, changes.first());
            if (!yes) {
                tell(planned, what);
                return plan.paused().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
            }
            Report report = talk.undo(plan);
            tell(planned, what, talk, report, configuration);
            return report.isClean() && report.writes() == plan.touched() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private Undo what() {
        if (which.run != null) {
            return Undo.run(which.run);
        }
        return which.record == null
                ? Undo.system(new SystemName(String.valueOf(which.system)), since())
                : Undo.record(Names.record(which.record));
    }

    private Instant since() {
        try {
            return Instant.parse(String.valueOf(since));
        } catch (DateTimeException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "--system goes with --since and a time, such as 2026-11-28T08:00:00Z", e);
        }
    }

    private void tell(PlanReport planned, Undo what) {
        if (options.json()) {
            Json.print(planned.object(), surroundings.out());
        } else {
            planned.printUndo(
                    what + " would be undone in ", ". Nothing was written; --yes does it.", surroundings.out());
        }
    }

    private void tell(PlanReport planned, Undo what, Talk talk, Report report, Configuration configuration) {
        if (options.json()) {
            Map<String, Object> object = new SyncJson(report, configuration).object();
            object.put("undone", planned.object());
            Json.print(object, surroundings.out());
        } else {
            planned.printUndo(what + " is undone in ", ", as far as it is told below.", surroundings.out());
            new SyncReport(report, PutAside.of(talk), surroundings.out()).print();
        }
    }
}
