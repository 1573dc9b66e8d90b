package io.sesam.talk.console.page;

import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtecontradictionsGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.view.Contradictions;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import java.util.List;

/** Golden records whose systems have different values, and which value survives. */
public final class ContradictionsPage implements Page {
    private static final int MOST = 50;

    private final Talk talk;
    private final Scope scope;

    public ContradictionsPage(Talk talk, Scope scope) {
        this.talk = talk;
        this.scope = scope;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        if (request.depth() > 1) {
            throw new PageNotFound();
        }
        List<String> types = scope.types();
        String wanted = request.query("type");
        String type = types.contains(wanted) ? wanted : types.get(0);
        // A position is a number, no value of a person.
        Contradictions view =
                new Contradictions(types, type, talk.records().contradictions(type, request.query("after"), MOST));
        return Html.page(out -> JtecontradictionsGenerated.render(
                out, null, request.frame("Contradictions between systems", "decide"), view));
    }
}
