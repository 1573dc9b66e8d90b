package io.sesam.talk.console.run;

import io.sesam.talk.result.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last progress of each part of the run under way. Any thread may use it. */
public final class RunProgress {
    private static final int MOST_PARTS = 200;

    private final Map<String, Progress> parts = new LinkedHashMap<>();

    /** Takes the progress of a part. */
    public void add(Progress progress) {
        String part = progress.stage() + " " + progress.system() + " " + progress.what();
        synchronized (parts) {
            if (parts.containsKey(part) || parts.size() < MOST_PARTS) {
                parts.put(part, progress);
            }
        }
    }

    /** The parts, in the order in which they began. */
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
