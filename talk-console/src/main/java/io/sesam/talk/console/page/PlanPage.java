package io.sesam.talk.console.page;

import io.sesam.talk.console.pages.JteplanGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.run.StoredPlan;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.view.PlanView;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.result.PlannedChange;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A plan as a readable difference: made, shown, downloaded, applied. */
public final class PlanPage implements Page {
    private static final int MOST_SHOWN = 300;

    private final ConsoleRuns runs;

    public PlanPage(ConsoleRuns runs) {
        this.runs = runs;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        if (request.segment(1).equals("download")) {
            return download();
        }
        if (request.depth() > 1) {
            throw new PageNotFound();
        }
        Optional<PlanView> view =
                runs.plan().map(stored -> filtered(stored, request.query("system"), request.query("kind")));
        return Html.page(out -> JteplanGenerated.render(out, null, request.frame("Plan", "plan"), view));
    }

    /** The changes of a plan that a filter lets through. */
    static PlanView filtered(StoredPlan stored, String system, String kind) {
        List<PlannedChange> all = stored.changes().stream()
                .filter(change -> system.isEmpty() || change.system().value().equals(system))
                .filter(change -> kind.isEmpty()
                        || change.kind().name().toLowerCase(Locale.ROOT).equals(kind))
                .toList();
        List<PlannedChange> shown = all.subList(0, Math.min(MOST_SHOWN, all.size()));
        return new PlanView(
                stored.made(), stored.plan(), system, kind, shown, all.size() - shown.size(), stored.omitted());
    }

    /** The plan as a file for {@code talk apply}; it holds no values of people. */
    private ConsoleResponse download() {
        StoredPlan stored = runs.plan().orElseThrow(PageNotFound::new);
        return ConsoleResponse.stream("application/octet-stream", out -> {
                    OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    stored.plan().digest().write(writer);
                    writer.flush();
                })
                .with("Content-Disposition", "attachment; filename=\"talk.plan\"");
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        request.requireSteward();
        switch (request.segment(1)) {
            case "make" -> runs.startPlan();
            case "apply" -> runs.startApply();
            default -> throw new PageNotFound();
        }
        return request.seeOther("/plan", Notice.STARTED);
    }
}
