package io.sesam.talk.console;

import io.sesam.talk.Talk;
import io.sesam.talk.console.page.ContradictionsPage;
import io.sesam.talk.console.page.DecisionsPage;
import io.sesam.talk.console.page.GoldenPage;
import io.sesam.talk.console.page.OverviewPage;
import io.sesam.talk.console.page.PlanPage;
import io.sesam.talk.console.page.QualityPage;
import io.sesam.talk.console.page.RecordsPage;
import io.sesam.talk.console.page.RunPage;
import io.sesam.talk.console.page.RunsPage;
import io.sesam.talk.console.page.Scope;
import io.sesam.talk.console.page.SettingsPage;
import io.sesam.talk.console.pages.JtemessageGenerated;
import io.sesam.talk.console.request.ConsoleAccess;
import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.request.ConsoleUser;
import io.sesam.talk.console.run.ConsoleRuns;
import io.sesam.talk.console.run.JobRunner;
import io.sesam.talk.console.run.QualityCache;
import io.sesam.talk.console.web.AssetFiles;
import io.sesam.talk.console.web.ChangeRefused;
import io.sesam.talk.console.web.CsrfTokens;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.console.web.RequestGuard;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to the console; knows no server.
 *
 * <p>Any number of threads may call it. Runs that a page starts use the executor, one at a time; everything else is answered in the
 * calling thread, also while a sync runs. It closes neither the {@code Talk} nor the executor.
 */
@Experimental
public final class ConsoleHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHandler.class);

    private final ConsoleAccess access;
    private final RequestGuard guard;
    private final CsrfTokens tokens = new CsrfTokens();
    private final AssetFiles assets = new AssetFiles();
    private final ConsoleRuns runs;
    private final Map<String, Page> pages;

    private ConsoleHandler(Builder builder) {
        Talk talk = builder.talk;
        this.access = builder.access;
        this.guard = new RequestGuard(builder.hosts);
        this.runs = new ConsoleRuns(
                talk, new JobRunner(builder.executor, builder.clock), builder.progress.parts(), builder.clock);
        Scope scope = new Scope(talk);
        this.pages = Map.of(
                "", new OverviewPage(talk, runs),
                "records", new RecordsPage(talk, scope, new GoldenPage(talk, runs)),
                "decide", new DecisionsPage(talk, scope),
                "contradictions", new ContradictionsPage(talk, scope),
                "plan", new PlanPage(runs),
                "runs", new RunsPage(talk, runs),
                "run", new RunPage(runs),
                "quality", new QualityPage(talk, scope, new QualityCache(talk, builder.executor, builder.clock)),
                "settings", new SettingsPage(talk, runs));
    }

    /**
     * Starts configuring a handler.
     *
     * @param access decides who may read and who may change; it is asked for every request
     */
    public static Builder builder(Talk talk, ConsoleAccess access) {
        return new Builder(talk, access);
    }

    /** Answers a request. Never throws for what a browser can send. */
    public ConsoleResponse handle(ConsoleRequest request) {
        return RequestGuard.guarded(answer(request));
    }

    private ConsoleResponse answer(ConsoleRequest request) {
        Optional<String> refusal = guard.refusal(request);
        if (refusal.isPresent()) {
            return ConsoleResponse.text(403, "text/plain", refusal.get());
        }
        Optional<ConsoleUser> user = access.user(request);
        if (user.isEmpty()) {
            return ConsoleResponse.text(403, "text/plain", "You are not signed in to this console.");
        }
        PageRequest page = new PageRequest(request, user.get(), tokens.token(request, user.get()), runs.job());
        try {
            return switch (request.method()) {
                case "GET", "HEAD" -> get(page);
                case "POST" ->
                    tokens.isValid(request, user.get())
                            ? page(page).submit(page)
                            : message(page, 403, "The form is out of date. Go back, load the page again, and repeat.");
                default ->
                    ConsoleResponse.text(405, "text/plain", "The console knows GET and POST.")
                            .with("Allow", "GET, HEAD, POST");
            };
        } catch (PageNotFound e) {
            return message(page, 404, "There is no such page or record. It may have joined another, or been deleted.");
        } catch (ChangeRefused e) {
            return message(page, 403, String.valueOf(e.getMessage()));
        } catch (TalkException e) {
            return message(page, e.code() == ErrorCode.BUSY ? 409 : 422, String.join("; ", e.problems()));
        } catch (IllegalArgumentException e) {
            return message(page, 422, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the console could not answer {} /{}", request.method(), page.segment(0), e);
            return message(
                    page,
                    500,
                    "The page could not be made: " + e.getClass().getSimpleName() + ". The log has the details.");
        }
    }

    private ConsoleResponse get(PageRequest page) {
        if (page.segment(0).equals("assets")) {
            return assets.file(page.depth() == 2 ? page.segment(1) : "");
        }
        return page(page).show(page);
    }

    private Page page(PageRequest request) {
        Page page = pages.get(request.segment(0));
        if (page == null) {
            throw new PageNotFound();
        }
        return page;
    }

    private static ConsoleResponse message(PageRequest request, int status, String text) {
        return Html.page(
                status, out -> JtemessageGenerated.render(out, null, request.frame("That did not work", ""), text));
    }

    /** Collects the parts of a handler. */
    public static final class Builder {
        private final Talk talk;
        private final ConsoleAccess access;
        private Set<String> hosts = Set.of();
        private Executor executor = Builder::thread;
        private Clock clock = Clock.systemUTC();
        private ConsoleProgress progress = new ConsoleProgress();

        private Builder(Talk talk, ConsoleAccess access) {
            this.talk = Objects.requireNonNull(talk, "talk");
            this.access = Objects.requireNonNull(access, "access");
        }

        private static void thread(Runnable work) {
            Thread thread = new Thread(work, "talk-console-run");
            thread.setDaemon(true);
            thread.start();
        }

        /** Accepts only requests to these hosts, as in the {@code Host} header: a defence against DNS rebinding. */
        public Builder hosts(Set<String> values) {
            this.hosts = Set.copyOf(values);
            return this;
        }

        /** Sets where runs are carried out; a new daemon thread for each without it. */
        public Builder executor(Executor value) {
            this.executor = value;
            return this;
        }

        /** Sets the clock of the pages. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** Sets the progress that the {@code Talk} was built with. */
        public Builder progress(ConsoleProgress value) {
            this.progress = value;
            return this;
        }

        /** Returns the handler. */
        public ConsoleHandler build() {
            return new ConsoleHandler(this);
        }
    }
}
