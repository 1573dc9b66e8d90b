package io.sesam.talk.console;

import io.sesam.talk.console.run.RunProgress;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.Progress;
import io.sesam.talk.result.ProgressListener;

/**
 * Progress of the run under way, for the console's pages.
 *
 * <p>Given to {@link io.sesam.talk.TalkBuilder#progress} when the {@code Talk} is built, and to {@link
 * ConsoleHandler.Builder#progress} afterwards. Any thread may use it.
 */
@Experimental
public final class ConsoleProgress implements ProgressListener {
    private final RunProgress parts = new RunProgress();

    /** Creates one without progress. */
    public ConsoleProgress() {}

    @Override
    public void on(Progress progress) {
        parts.add(progress);
    }

    RunProgress parts() {
        return parts;
    }
}
