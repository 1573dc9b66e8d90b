package io.sesam.talk.console.page;

import io.sesam.talk.Stewardship;
import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtegoldenGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.view.Shown;
import io.sesam.talk.console.view.golden.Cell;
import io.sesam.talk.console.view.golden.GoldenDetail;
import io.sesam.talk.console.view.golden.PropertyRow;
import io.sesam.talk.console.view.golden.TimelineEntry;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Parked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One golden record: what it is, why, and what can be done about it. */
public final class GoldenPage {
    private static final int ENTRIES_A_RECORD = 25;

    private final Talk talk;
    private final ConsoleRuns runs;

    public GoldenPage(Talk talk, ConsoleRuns runs) {
        this.talk = talk;
        this.runs = runs;
    }

    ConsoleResponse show(PageRequest request, GoldenId id) {
        GoldenRecord golden = talk.records().golden(id).orElseThrow(PageNotFound::new);
        GoldenDetail detail = detail(golden);
        return Html.page(out -> JtegoldenGenerated.render(out, null, request.frame(detail.name(), "records"), detail));
    }

    ConsoleResponse submit(PageRequest request, GoldenId id, String action) {
        request.requireSteward();
        Stewardship stewardship = talk.stewardship(request.actor());
        switch (action) {
            case "link" -> {
                stewardship.link(record(request, "one"), record(request, "other"));
                return request.seeOther("/records/" + heir(request), Notice.LINKED);
            }
            case "unlink" -> {
                stewardship.unlink(record(request, "one"), record(request, "other"));
                return request.seeOther("/records/" + heir(request), Notice.UNLINKED);
            }
            case "withdraw" -> {
                stewardship.withdraw(record(request, "one"), record(request, "other"));
                return request.seeOther("/records/" + heir(request), Notice.WITHDRAWN);
            }
            case "retry" -> {
                stewardship.parked(id).stream()
                        .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                        .forEach(parked -> stewardship.retry(parked.key()));
                return request.seeOther("/records/" + id, Notice.RETRIED);
            }
            case "erase" -> {
                runs.startErasure(record(request, "one"), request.actor());
                return request.seeOther("/", Notice.STARTED);
            }
            default -> throw new PageNotFound();
        }
    }

    /** The golden record that the first of two records belongs to now. */
    private GoldenId heir(PageRequest request) {
        return talk.records()
                .golden(record(request, "one"))
                .map(GoldenRecord::id)
                .orElseThrow(PageNotFound::new);
    }

    /** A record of a form. */
    static RecordRef record(PageRequest request, String field) {
        return RecordRef.parse(request.form(field).strip());
    }

    private GoldenDetail detail(GoldenRecord golden) {
        Explanation explanation = talk.records().explain(golden.id());
        return new GoldenDetail(
                golden,
                Shown.name(golden),
                golden.members(),
                rows(golden),
                explanation,
                ClusterDrawing.of(explanation),
                explanation.links().stream()
                        .filter(link -> link.origin() == Link.Origin.STEWARD || link.apart())
                        .map(link -> new GoldenDetail.LinkRow(
                                link.first().toString(), link.second().toString(), link.apart()))
                        .toList(),
                timeline(golden),
                talk.stewardship().parked(golden.id()));
    }

    private static List<PropertyRow> rows(GoldenRecord golden) {
        Schema schema = golden.values().schema();
        List<PropertyRow> rows = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            String property = schema.property(i).name();
            List<Cell> cells = new ArrayList<>();
            for (int member = 0; member < golden.size(); member++) {
                cells.add(cell(golden.member(member), i, golden.winner(i) == member));
            }
            rows.add(new PropertyRow(
                    property,
                    golden.values().originalText(i).orElse(""),
                    golden.provenance(property).map(won -> won.rule()).orElse(""),
                    cells));
        }
        return rows;
    }

    private static Cell cell(SourceRecord record, int index, boolean wins) {
        if (record.effectiveValue(index) == null && record.effectiveSpelling(index) == null) {
            return new Cell("", false, false, false, "");
        }
        Claim claim = Claim.of(record, index);
        String value = record.spelling().originalText(index).orElse("");
        return new Cell(value, true, wins, claim.echo(), Shown.time(claim));
    }

    private List<TimelineEntry> timeline(GoldenRecord golden) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (SourceRecord member : golden.members()) {
            String record = ClusterDrawing.label(member.ref());
            if (member.modified() != SourceRecord.NEVER) {
                entries.add(new TimelineEntry(
                        SourceRecord.instant(member.modified()), record, "last changed in the system", "", ""));
            }
            for (AuditEntry entry : talk.records().journal(member.ref(), ENTRIES_A_RECORD)) {
                String reason = entry.reason();
                String actor = entry.actor();
                entries.add(new TimelineEntry(
                        entry.time(),
                        record,
                        entry.outcome().text() + (reason == null || reason.isBlank() ? "" : ": " + reason),
                        entry.run(),
                        actor == null ? "" : actor));
            }
        }
        entries.sort(Comparator.comparing(TimelineEntry::time).reversed());
        return entries;
    }
}
