package io.sesam.talk.console.page;

import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JteoverviewGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.view.Overview;
import io.sesam.talk.console.view.SystemRow;
import io.sesam.talk.console.view.Waiting;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Erasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The overview: systems, what waits, runs. */
public final class OverviewPage implements Page {
    private static final int RUNS = 60;

    private final Talk talk;
    private final ConsoleRuns runs;

    public OverviewPage(Talk talk, ConsoleRuns runs) {
        this.talk = talk;
        this.runs = runs;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        Overview overview = overview(talk, runs.progress(), runs.report().map(SyncReport::text));
        return Html.page(
                out -> JteoverviewGenerated.render(out, null, request.frame("Overview", "overview"), overview));
    }

    /** The overview without a run under way. */
    static Overview overview(Talk talk) {
        return overview(talk, List.of(), Optional.empty());
    }

    private static Overview overview(Talk talk, List<Progress> progress, Optional<String> report) {
        Status status = talk.status();
        return new Overview(
                status, systems(status), waiting(status), talk.records().runs(RUNS), progress, report);
    }

    private static List<SystemRow> systems(Status status) {
        SortedSet<SystemName> names = new TreeSet<>(status.records().keySet());
        names.addAll(status.paused().keySet());
        names.addAll(status.read().keySet());
        List<SystemRow> rows = new ArrayList<>();
        for (SystemName name : names) {
            Optional<Instant> lastRead = status.lastRead().getOrDefault(name, Map.of()).values().stream()
                    .max(Instant::compareTo);
            long waiting = status.waiting().getOrDefault(name, Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            rows.add(new SystemRow(
                    name.value(),
                    Optional.ofNullable(status.paused().get(name)),
                    lastRead,
                    status.records().getOrDefault(name, Map.of()),
                    waiting));
        }
        return rows;
    }

    private static List<Waiting> waiting(Status status) {
        long held = status.heldPlans().stream().filter(plan -> !plan.approved()).count();
        long erasures = status.erasures().stream()
                .map(Erasure::state)
                .filter(Erasure.State::isOpen)
                .count();
        List<Waiting> all = List.of(
                new Waiting("held plans", held, "/decide#held"),
                new Waiting("parked writes and records", status.parked(), "/decide#parked"),
                new Waiting("inserts in doubt", status.inDoubt(), "/decide#in-doubt"),
                new Waiting("erased people who still exist somewhere", erasures, "/decide#erasures"));
        return all.stream().filter(waiting -> waiting.number() > 0).toList();
    }
}
