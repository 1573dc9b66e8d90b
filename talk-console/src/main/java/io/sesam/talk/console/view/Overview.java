package io.sesam.talk.console.view;

import io.sesam.talk.Status;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.result.Progress;
import java.util.List;
import java.util.Optional;

/**
 * The first page.
 *
 * @param status the state of the store
 * @param systems the systems
 * @param waiting what waits for a person; only kinds of which there is one
 * @param runs the last syncs, the newest first
 * @param progress progress of the run under way
 * @param report the report of the last run of this console, as text
 */
public record Overview(
        Status status,
        List<SystemRow> systems,
        List<Waiting> waiting,
        List<RunSummary> runs,
        List<Progress> progress,
        Optional<String> report) {}
