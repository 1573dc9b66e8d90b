package io.sesam.talk.console.page;

import io.sesam.talk.Plugins;
import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JtesettingsGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.view.SettingsView;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.spi.Check;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings without secrets, the check of all connections, and the plugins on the path. */
public final class SettingsPage implements Page {
    private final Talk talk;
    private final ConsoleRuns runs;

    public SettingsPage(Talk talk, ConsoleRuns runs) {
        this.talk = talk;
        this.runs = runs;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        Optional<Map<String, Check>> checks = runs.checks().map(results -> {
            Map<String, Check> byName = new TreeMap<>();
            results.forEach((system, check) -> byName.put(system.value(), check));
            return byName;
        });
        SettingsView view = new SettingsView(talk.settings(), checks, Plugins.installed());
        return Html.page(out -> JtesettingsGenerated.render(out, null, request.frame("Settings", "settings"), view));
    }

    /** Checks all connections; reads only, so every user may. */
    @Override
    public ConsoleResponse submit(PageRequest request) {
        runs.startCheck();
        return request.seeOther("/settings", Notice.STARTED);
    }
}
