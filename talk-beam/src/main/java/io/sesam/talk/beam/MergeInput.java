package io.sesam.talk.beam;

import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SourceRecord;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A row to be merged, or one that could not be read.
 *
 * <p>Holds a record in the bytes of {@link RecordCodec}, so that a pipeline needs no coder for each schema.
 */
@Experimental
@DefaultCoder(MergeInputCoder.class)
public final class MergeInput {
    private final String source;
    private final long position;
    private final String type;
    private final byte[] record;
    private final String reason;

    MergeInput(String source, long position, String type, byte[] record, String reason) {
        this.source = source;
        this.position = position;
        this.type = type;
        this.record = record;
        this.reason = reason;
    }

    /**
     * Creates a row.
     *
     * @param codec the codec of the record's schema
     * @param source the name of what the row was read from, such as a file
     * @param position where it stands there; decides between rows that are otherwise equal
     */
    public static MergeInput of(RecordCodec codec, SourceRecord record, String source, long position) {
        return new MergeInput(source, position, record.ref().type().name(), codec.encode(record), "");
    }

    /**
     * Creates a row that cannot be read. It counts for the limit of refused rows.
     *
     * @param reason what is wrong and what to do, without any value of the row
     */
    public static MergeInput refused(String source, long position, String reason) {
        return new MergeInput(source, position, "", new byte[0], reason);
    }

    String source() {
        return source;
    }

    long position() {
        return position;
    }

    /** Returns the name of the record's type; empty for a refused row. */
    String type() {
        return type;
    }

    byte[] record() {
        return record;
    }

    String reason() {
        return reason;
    }

    MergeInput with(byte[] other) {
        return new MergeInput(source, position, type, other, reason);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MergeInput that
                && source.equals(that.source)
                && position == that.position
                && type.equals(that.type)
                && Arrays.equals(record, that.record)
                && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, position, type, Arrays.hashCode(record), reason);
    }

    /** Returns source and position; never a value. */
    @Override
    public String toString() {
        return source + ", row " + position;
    }
}
