package io.sesam.talk.cli;

import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.Parked;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets parked writes be tried again. */
@Command(
        name = "retry",
        description = "Lets the next sync try parked writes again, and erasures that a system refused; or the parked"
                + " writes of one record. Asks no system.")
final class RetryCommand implements Callable<Integer> {
    private static final int PAGE = 500;

    private final CommandEnvironment environment;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A record, such as crm/person/17, or a golden id: only its parked writes.")
    private @Nullable String id;

    RetryCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (Talk talk = options.configuration(environment).builder().build()) {
            if (id == null) {
                talk.stewardship().retry();
            } else {
                retry(talk.stewardship(), id);
            }
        }
        return ExitCode.DONE;
    }

    private static void retry(Stewardship stewardship, String id) {
        List<Parked.Key> found = new ArrayList<>();
        List<Parked> page = stewardship.parked(PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(parked -> isOf(parked, id)).map(Parked::key).forEach(found::add);
            page = stewardship.parked(page.get(page.size() - 1), PAGE);
        }
        if (found.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "nothing of " + id + " is parked; \"talk status\" lists what is, with its record and golden id");
        }
        found.forEach(stewardship::retry);
    }

    private static boolean isOf(Parked parked, String id) {
        return parked.golden().toString().equals(id)
                || (parked.system() + "/" + parked.type() + "/" + parked.recordId()).equals(id);
    }
}
