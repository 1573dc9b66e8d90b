package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.result.GoldenPage;
import java.util.List;
import java.util.OptionalLong;

/** Values of a {@link GoldenPage}. */
public record GoldenPageData(List<GoldenRecord> records, OptionalLong next) implements GoldenPage {
    /** Copies the list. */
    public GoldenPageData {
        records = Ordered.copy(records);
    }
}
