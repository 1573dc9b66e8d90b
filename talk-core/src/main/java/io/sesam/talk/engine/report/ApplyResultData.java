package io.sesam.talk.engine.report;

import io.sesam.talk.result.ApplyResult;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;

/** Values of an {@link ApplyResult}. */
public record ApplyResultData(SyncReport report, SyncPlan left) implements ApplyResult {
    @Override
    public String toString() {
        return report + "; left: " + left;
    }
}
