package io.sesam.talk.bulk;

import io.sesam.talk.model.GoldenRecord;
import org.jspecify.annotations.Nullable;

/** Rows that are counted, and noted in the crosswalk of types that refer to them. */
final class CountedRows implements RowSink.Rows {
    private final RowSink.Rows rows;
    private final Tally tally;
    private final Tally.Part part;
    private final @Nullable Crosswalk crosswalk;

    CountedRows(RowSink.Rows rows, Tally tally, Tally.Part part, @Nullable Crosswalk crosswalk) {
        this.rows = rows;
        this.tally = tally;
        this.part = part;
        this.crosswalk = crosswalk;
    }

    @Override
    public void golden(GoldenRecord golden, boolean parked) {
        part.golden(golden, parked);
        if (crosswalk != null) {
            crosswalk.add(golden);
        }
        rows.golden(golden, parked);
    }

    @Override
    public void refused(Refusal refusal) {
        tally.refuse(refusal);
        rows.refused(refusal);
    }

    @Override
    public void close() {
        rows.close();
    }
}
