package io.sesam.talk.tenants.run;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.tenants.table.TurnEnd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param report of a run that ended
 * @param failure of one that did not
 */
record RunResult(
        TurnEnd end, @Nullable SyncReport report, @Nullable TalkException failure) {
    Optional<TalkException> failed() {
        return Optional.ofNullable(failure);
    }
}
