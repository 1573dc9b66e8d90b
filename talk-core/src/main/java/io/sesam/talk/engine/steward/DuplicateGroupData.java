package io.sesam.talk.engine.steward;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.DuplicateGroup;
import java.util.List;

/** Values of a {@link DuplicateGroup}. */
public record DuplicateGroupData(GoldenId golden, List<RecordRef> records) implements DuplicateGroup {
    /** Copies the collections. */
    public DuplicateGroupData {
        records = Ordered.copy(records);
    }
}
