package io.sesam.talk.console.run;

import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.UndoPlan;
import java.util.List;

/**
 * A plan of an undo that the console made and keeps until the next one.
 *
 * @param run id of the run to be undone
 * @param plan the plan
 * @param changes its first changes
 * @param omitted number of changes that are not kept for showing; undoing carries them out too
 */
public record StoredUndo(String run, UndoPlan plan, List<PlannedChange> changes, long omitted) {}
