package io.sesam.talk.merge;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The choice among records with one reference.
 *
 * <p>Made by what they say, never by their order: the one modified last counts; of several, or without times, the one
 * whose encoding is greatest. Safe for use by several threads.
 */
@Experimental
public final class Duplicates implements Comparator<SourceRecord> {
    private final RecordCodec codec;

    private Duplicates(RecordCodec codec) {
        this.codec = codec;
    }

    /** Creates the choice for records of a schema. */
    public static Duplicates of(Schema schema) {
        return new Duplicates(RecordCodec.of(schema));
    }

    /** Orders two records of one reference: the greater one counts. Equal records say the same. */
    @Override
    public int compare(SourceRecord one, SourceRecord other) {
        int byTime = Long.compare(one.modified(), other.modified());
        return byTime != 0
                ? byTime
                : Arrays.compareUnsigned(codec.encode(one.original()), codec.encode(other.original()));
    }

    /** Returns the record that counts. */
    public SourceRecord decide(SourceRecord one, SourceRecord other) {
        return compare(one, other) >= 0 ? one : other;
    }
}
