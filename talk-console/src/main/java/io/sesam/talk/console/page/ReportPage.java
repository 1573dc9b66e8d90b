package io.sesam.talk.console.page;

import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtereportGenerated;
import io.sesam.talk.console.run.FirstChanges;
import io.sesam.talk.console.run.StoredPlan;
import io.sesam.talk.console.view.PlanView;
import io.sesam.talk.console.view.ReportView;
import io.sesam.talk.console.web.AssetFiles;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.result.SyncPlan;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The report: no page of the console, but made of the same parts. */
public final class ReportPage {
    private final Talk talk;
    private final Clock clock;

    public ReportPage(Talk talk, Clock clock) {
        this.talk = talk;
        this.clock = clock;
    }

    /** The whole file. */
    public String html(boolean withPlan) {
        Optional<PlanView> plan = withPlan ? Optional.of(plan()) : Optional.empty();
        Map<String, QualityReport> quality = new LinkedHashMap<>();
        for (String type : new Scope(talk).types()) {
            QualityReport report = talk.records().quality(type);
            if (report.golden() > 0) {
                quality.put(type, report);
            }
        }
        ReportView view = new ReportView(
                clock.instant(), new AssetFiles().text("console.css"), OverviewPage.overview(talk), quality, plan);
        return Html.text(out -> JtereportGenerated.render(out, null, view));
    }

    private PlanView plan() {
        FirstChanges changes = new FirstChanges();
        SyncPlan plan = talk.plan(changes);
        return PlanPage.filtered(new StoredPlan(clock.instant(), plan, changes.kept(), changes.omitted()), "", "");
    }
}
