package io.sesam.talk.tenants.table;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a turn and what follows.
 *
 * @param outcome a word for the status
 * @param reason why it did not end well
 * @param failures how many runs in a row have failed by now
 * @param slices how often the run that goes on has yielded; 0 when it ended
 * @param waits how many turns in a row found the store in use
 * @param served whether requests that were made before this turn are done
 * @param tables the version of the store's tables; 0 when it was not opened
 * @param delay the time to the next turn; {@code null} for the schedule
 * @param hints the hints that were read again
 */
public record TurnEnd(
        String outcome,
        @Nullable String reason,
        int failures,
        long slices,
        int waits,
        boolean served,
        int tables,
        @Nullable Duration delay,
        List<Long> hints) {
    /** Copies the list. */
    public TurnEnd {
        hints = List.copyOf(hints);
    }
}
