package io.sesam.talk.console.page;

import io.sesam.talk.Status;
import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtedecideGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.view.Decisions;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.query.Contradiction;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.RecordQuery;
import java.util.ArrayList;
import java.util.List;

/** What waits for a person, and the buttons that decide it. */
public final class DecisionsPage implements Page {
    private static final int MOST = 50;
    private static final int MOST_CONTRADICTIONS = 5;

    private final Talk talk;
    private final Scope scope;

    public DecisionsPage(Talk talk, Scope scope) {
        this.talk = talk;
        this.scope = scope;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        Status status = talk.status();
        Stewardship stewardship = talk.stewardship();
        Decisions decisions = new Decisions(
                stewardship.heldPlans(),
                duplicates(),
                contradictions(),
                stewardship.oversizedClusters().stream().limit(MOST).toList(),
                stewardship.parked(MOST),
                status.parked(),
                stewardship.inDoubt(),
                status.erasures().stream()
                        .filter(erasure -> erasure.state().isOpen())
                        .toList());
        return Html.page(out -> JtedecideGenerated.render(out, null, request.frame("To decide", "decide"), decisions));
    }

    private List<Contradiction> contradictions() {
        List<Contradiction> found = new ArrayList<>();
        for (String type : scope.types()) {
            found.addAll(
                    talk.records().contradictions(type, MOST_CONTRADICTIONS).found());
        }
        return found;
    }

    private List<FoundRecord> duplicates() {
        List<FoundRecord> found = new ArrayList<>();
        for (String type : scope.types()) {
            found.addAll(talk.records()
                    .search(RecordQuery.of(type).duplicates().limit(MOST))
                    .records());
        }
        return found;
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        request.requireSteward();
        Stewardship stewardship = talk.stewardship(request.actor());
        String system = request.form("system");
        String type = request.form("type");
        Notice done = switch (request.segment(1)) {
            case "approve" -> {
                stewardship.approve(system, type);
                yield Notice.APPROVED;
            }
            case "hold" -> {
                stewardship.withdrawApproval(system, type);
                yield Notice.HELD;
            }
            case "reject" -> {
                stewardship.reject(system, type);
                yield Notice.REJECTED;
            }
            case "retry" -> {
                stewardship.retry();
                yield Notice.RETRIED;
            }
            case "not-done" -> {
                stewardship.notDone(request.form("operation"));
                yield Notice.NOT_DONE;
            }
            case "readmit" -> {
                stewardship.readmit(GoldenPage.record(request, "one"));
                yield Notice.READMITTED;
            }
            default -> throw new PageNotFound();
        };
        return request.seeOther("/decide", done);
    }
}
