package io.sesam.talk.console;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.Progress;
import io.sesam.talk.result.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Progress of the run under way, for the console's pages.
 *
 * <p>Given to {@link io.sesam.talk.TalkBuilder#progress} when the {@code Talk} is built, and to {@link
 * ConsoleHandler.Builder#progress} afterwards. Any thread may use it.
 */
@Experimental
public final class ConsoleProgress implements ProgressListener {
    private static final int MOST_PARTS = 200;

    private final Map<String, Progress> parts = new LinkedHashMap<>();

    /** Creates one without progress. */
    public ConsoleProgress() {}

    @Override
    public void on(Progress progress) {
        String part = progress.stage() + " " + progress.system() + " " + progress.what();
        synchronized (parts) {
            if (parts.containsKey(part) || parts.size() < MOST_PARTS) {
                parts.put(part, progress);
            }
        }
    }

    /** The last progress of each part, in the order in which they began. */
    public List<Progress> parts() {
        synchronized (parts) {
            return new ArrayList<>(parts.values());
        }
    }

    /** Forgets all parts: a new run begins. */
    public void clear() {
        synchronized (parts) {
            parts.clear();
        }
    }
}
