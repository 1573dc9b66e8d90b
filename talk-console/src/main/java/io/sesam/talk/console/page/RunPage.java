package io.sesam.talk.console.page;

import io.sesam.talk.console.pages.JteprogressGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.view.Notice;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The run under way: starts, progress as server-sent events, cancel. */
public final class RunPage implements Page {
    private static final long EVENT_MILLIS = 400;

    private final ConsoleRuns runs;

    public RunPage(ConsoleRuns runs) {
        this.runs = runs;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        if (!request.segment(1).equals("progress")) {
            throw new PageNotFound();
        }
        return ConsoleResponse.stream("text/event-stream", this::tell).with("Cache-Control", "no-store");
    }

    /** Sends the progress until the run has ended; then an event that makes the page load anew. */
    private void tell(OutputStream out) throws IOException {
        try {
            boolean running;
            do {
                running = runs.awaitEnd(EVENT_MILLIS);
                String html = Html.text(page -> JteprogressGenerated.render(page, null, runs.progress()));
                event("progress", html, out);
            } while (running);
            event("ended", "ended", out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void event(String name, String data, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        request.requireSteward();
        switch (request.segment(1)) {
            case "sync" -> runs.startSync();
            case "cancel" -> {
                runs.cancel();
                return request.seeOther("/", Notice.CANCELLED);
            }
            default -> throw new PageNotFound();
        }
        return request.seeOther("/", Notice.STARTED);
    }
}
