package io.sesam.talk.console.view;

import io.sesam.talk.console.run.RunningJob;
import java.util.Optional;

/**
 * What surrounds a page.
 *
 * @param title title of the page
 * @param section the part of the menu that is marked
 * @param mount path under which the console is mounted
 * @param user name of the user
 * @param mayChange whether the user may change anything
 * @param csrf token for forms
 * @param job the run under way, or the last one
 * @param notice what was just done
 */
public record Frame(
        String title,
        String section,
        String mount,
        String user,
        boolean mayChange,
        String csrf,
        Optional<RunningJob> job,
        Notice notice) {
    /** The address of a page. */
    public String to(String path) {
        return mount + path;
    }

    /** Whether a run is under way. */
    public boolean isRunning() {
        return job.isPresent() && job.get().isRunning();
    }
}
