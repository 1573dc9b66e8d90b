package io.sesam.talk.beam;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The bytes of a row between two steps. */
public final class MergeInputCoder extends AtomicCoder<MergeInput> {
    private static final long serialVersionUID = 1L;
    private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
    private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

    private MergeInputCoder() {}

    /** Returns the coder. */
    public static MergeInputCoder of() {
        return new MergeInputCoder();
    }

    /** Returns the coder; called by Beam. */
    public static MergeInputCoder of(TypeDescriptor<MergeInput> type) {
        return new MergeInputCoder();
    }

    @Override
    public void encode(MergeInput row, OutputStream out) throws IOException {
        TEXT.encode(row.source(), out);
        new DataOutputStream(out).writeLong(row.position());
        TEXT.encode(row.type(), out);
        BYTES.encode(row.record(), out);
        TEXT.encode(row.reason(), out);
    }

    @Override
    public MergeInput decode(InputStream in) throws IOException {
        return new MergeInput(
                TEXT.decode(in),
                new DataInputStream(in).readLong(),
                TEXT.decode(in),
                BYTES.decode(in),
                TEXT.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
        return true;
    }
}
