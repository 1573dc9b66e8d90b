package io.sesam.talk.engine.report;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Values of a {@link DuplicateGroup}. */
public record DuplicateGroupData(GoldenId golden, List<RecordRef> records) implements DuplicateGroup {
    /** Copies the collections. */
    public DuplicateGroupData {
        records = Ordered.copy(records);
    }
}
