package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.RecordPage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values of a {@link RecordPage}. */
record FoundRecords(List<FoundRecord> records, Optional<String> next) implements RecordPage {
    FoundRecords {
        records = Ordered.copy(records);
    }

    /** Values of a {@link FoundRecord}. */
    record Found(GoldenRecord golden, Map<SystemName, Integer> systems, int parked, long sequence)
            implements FoundRecord {
        Found {
            systems = Collections.unmodifiableMap(new TreeMap<>(systems));
        }
    }
}
