package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.console.run.RunningJob;
import io.sesam.talk.console.view.Frame;
import io.sesam.talk.console.view.Notice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A request of a known user to a page. */
public final class PageRequest {
    private final ConsoleRequest request;
    private final ConsoleUser user;
    private final String csrf;
    private final Optional<RunningJob> job;
    private final List<String> segments;

    public PageRequest(ConsoleRequest request, ConsoleUser user, String csrf, Optional<RunningJob> job) {
        this.request = request;
        this.user = user;
        this.csrf = csrf;
        this.job = job;
        this.segments = Arrays.stream(request.path().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    /** A part of the path; empty when the path is shorter. */
    public String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** Number of parts of the path. */
    public int depth() {
        return segments.size();
    }

    /** A field of the form; empty when it was not sent. */
    public String form(String name) {
        return request.form(name).orElse("").strip();
    }

    /** A parameter of the address; empty when there is none. */
    public String query(String name) {
        return request.query(name).orElse("").strip();
    }

    /** Whether only a part of the page is asked for, by a script of the page. */
    public boolean isFragment() {
        return request.header("HX-Request").isPresent();
    }

    /** Name of the user, for the journal. */
    public String actor() {
        return user.name();
    }

    /**
     * Requires that the user may change something.
     *
     * @throws ChangeRefused when the user may only read
     */
    public void requireSteward() {
        if (!user.mayChange()) {
            throw new ChangeRefused();
        }
    }

    /** What surrounds a page. */
    public Frame frame(String title, String section) {
        return new Frame(
                title, section, request.mount(), user.name(), user.mayChange(), csrf, job, Notice.of(query("done")));
    }

    /** Sends the browser to a page of the console, which may tell what was done. */
    public ConsoleResponse seeOther(String path, Notice done) {
        return ConsoleResponse.seeOther(request.mount() + path + (done == Notice.NONE ? "" : "?done=" + done.code()));
    }
}
