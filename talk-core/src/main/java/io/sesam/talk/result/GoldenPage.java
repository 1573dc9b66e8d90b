package io.sesam.talk.result;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import java.util.List;
import java.util.OptionalLong;

/** A page of golden records in the order of their last change. */
@Experimental
public interface GoldenPage {
    /** The golden records; may be fewer than asked for. */
    List<GoldenRecord> records();

    /** Position after this page; empty on the last page. */
    OptionalLong next();
}
