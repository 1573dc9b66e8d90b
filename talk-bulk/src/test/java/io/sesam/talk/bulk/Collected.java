package io.sesam.talk.bulk;

import io.sesam.talk.model.GoldenRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A sink that keeps the bytes of golden records. */
final class Collected implements RowSink {
    private final List<String> rows = Collections.synchronizedList(new ArrayList<>());
    final List<Refusal> refusals = Collections.synchronizedList(new ArrayList<>());
    boolean committed;
    boolean closed;

    @Override
    public Rows open() {
        return new Rows() {
            @Override
            public void golden(GoldenRecord golden, boolean parked) {
                rows.add(World.row(golden, parked, golden.values().schema()));
            }

            @Override
            public void refused(Refusal refusal) {
                refusals.add(refusal);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void commit() {
        committed = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    List<String> sorted() {
        return rows.stream().sorted().toList();
    }
}
