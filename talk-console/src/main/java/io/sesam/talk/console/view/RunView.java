package io.sesam.talk.console.view;

import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.UndoPlan;
import io.sesam.talk.store.AuditEntry;
import java.util.List;
import java.util.Optional;

/**
 * A past run and its writes.
 *
 * @param run its id
 * @param entries its first writes
 * @param more whether there are more
 * @param undo the plan of its undo, when it was made
 * @param changes the first changes of that plan
 * @param omitted number of changes of that plan that are not shown
 */
public record RunView(
        String run,
        List<AuditEntry> entries,
        boolean more,
        Optional<UndoPlan> undo,
        List<PlannedChange> changes,
        long omitted) {}
