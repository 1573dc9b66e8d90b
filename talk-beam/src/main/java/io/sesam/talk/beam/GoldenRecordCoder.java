package io.sesam.talk.beam;

import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/** The bytes of golden records of a type, with their members and their provenance. */
@Experimental
public final class GoldenRecordCoder extends CustomCoder<GoldenRecord> {
    private static final long serialVersionUID = 1L;
    private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

    private final WorkerPolicy worker;

    private GoldenRecordCoder(WorkerPolicy worker) {
        this.worker = worker;
    }

    /** Creates a coder for the golden records of a recipe's schema. */
    public static GoldenRecordCoder of(PolicyRecipe recipe) {
        return new GoldenRecordCoder(new WorkerPolicy(recipe));
    }

    private RecordCodec codec() {
        return worker.codec();
    }

    @Override
    public void encode(GoldenRecord golden, OutputStream out) throws IOException {
        BYTES.encode(codec().encode(golden), out);
    }

    @Override
    public GoldenRecord decode(InputStream in) throws IOException {
        return codec().golden(BYTES.decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    /** Compares by schema; some runners take only equal coders together. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GoldenRecordCoder that
                && codec().schema().equals(that.codec().schema());
    }

    @Override
    public int hashCode() {
        return codec().schema().hashCode();
    }
}
