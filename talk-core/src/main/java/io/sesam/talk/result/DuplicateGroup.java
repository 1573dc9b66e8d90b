package io.sesam.talk.result;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import java.util.List;

/** Several records of one system in one cluster. */
public interface DuplicateGroup {
    /** The golden record of the cluster. */
    GoldenId golden();

    /** The records in the order of their ids; at least two. */
    List<RecordRef> records();
}
