package io.sesam.talk.console.page;

import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtequalityGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.QualityCache;
import io.sesam.talk.console.view.quality.QualityView;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageRequest;
import java.util.List;

/** How full, distinct and equal the data is, and how the systems overlap. */
public final class QualityPage implements Page {
    private final Talk talk;
    private final Scope scope;
    private final QualityCache cache;

    public QualityPage(Talk talk, Scope scope, QualityCache cache) {
        this.talk = talk;
        this.scope = scope;
        this.cache = cache;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        return render(request, request.query("type"), false);
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        return render(request, request.form("type"), true);
    }

    private ConsoleResponse render(PageRequest request, String wanted, boolean again) {
        List<String> types = scope.types();
        String type = types.contains(wanted) ? wanted : types.get(0);
        if (again || cache.report(type).isEmpty()) {
            cache.measure(type);
        }
        QualityView view = new QualityView(
                types,
                type,
                cache.report(type),
                cache.isMeasuring(type),
                talk.records().qualityTrend(type));
        return Html.page(out -> JtequalityGenerated.render(out, null, request.frame("Quality", "quality"), view));
    }
}
