package io.sesam.talk.console.page;

import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JterunGenerated;
import io.sesam.talk.console.pages.JterunsGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.run.StoredUndo;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.view.RunView;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.store.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Past runs, their writes, and their undo. */
public final class RunsPage implements Page {
    private static final int RUNS = 200;
    private static final int SHOWN = 300;
    private static final int PAGE = 1_000;

    private final Talk talk;
    private final ConsoleRuns runs;

    public RunsPage(Talk talk, ConsoleRuns runs) {
        this.talk = talk;
        this.runs = runs;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        if (request.depth() == 1) {
            List<RunSummary> past = talk.records().runs(RUNS);
            return Html.page(out -> JterunsGenerated.render(out, null, request.frame("Runs", "runs"), past));
        }
        if (request.depth() > 2) {
            throw new PageNotFound();
        }
        RunView view = view(request.segment(1));
        return Html.page(out -> JterunGenerated.render(out, null, request.frame("Run " + view.run(), "runs"), view));
    }

    private RunView view(String run) {
        List<AuditEntry> entries = new ArrayList<>();
        List<AuditEntry> page = talk.records().journal(run, 0, PAGE);
        for (long skip = 0;
                !page.isEmpty() && entries.size() <= SHOWN;
                page = talk.records().journal(run, skip, PAGE)) {
            page.stream().filter(entry -> entry.outcome().isWrite()).forEach(entries::add);
            skip += page.size();
        }
        boolean more = entries.size() > SHOWN;
        List<AuditEntry> shown = List.copyOf(entries.subList(0, Math.min(SHOWN, entries.size())));
        Optional<StoredUndo> undo = runs.undo(run);
        return new RunView(
                run,
                shown,
                more,
                undo.map(StoredUndo::plan),
                undo.map(stored -> stored.changes().stream().limit(SHOWN).toList())
                        .orElse(List.of()),
                undo.map(stored ->
                                stored.omitted() + Math.max(0, stored.changes().size() - SHOWN))
                        .orElse(0L));
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        request.requireSteward();
        String run = request.segment(1);
        switch (request.segment(2)) {
            case "plan" -> runs.startUndoPlan(run);
            case "undo" -> runs.startUndo(run);
            default -> throw new PageNotFound();
        }
        return request.seeOther("/runs/" + run, Notice.STARTED);
    }
}
