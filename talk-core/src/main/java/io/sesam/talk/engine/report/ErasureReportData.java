package io.sesam.talk.engine.report;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.store.Erasure;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of an {@link ErasureReport}. */
public record ErasureReportData(
        List<Erasure> records,
        int golden,
        int inDoubt,
        Set<SystemName> sinks,
        Map<SystemName, String> paused,
        List<String> remains)
        implements ErasureReport {
    /** Copies the collections. */
    public ErasureReportData {
        records = Ordered.copy(records);
        sinks = Ordered.copy(sinks);
        paused = Ordered.copy(paused);
        remains = Ordered.copy(remains);
    }

    @Override
    public String toString() {
        return records.size() + " records of " + golden + " golden records, " + (isDone() ? "done" : "not done")
                + ", paused " + paused.keySet();
    }
}
