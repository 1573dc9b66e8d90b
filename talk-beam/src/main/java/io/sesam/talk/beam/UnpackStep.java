package io.sesam.talk.beam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Rows of texts out of blocks. */
final class UnpackStep extends DoFn<byte[], Row> {
    private static final long serialVersionUID = 1L;

    private final Schema schema;

    UnpackStep(Schema schema) {
        this.schema = schema;
    }

    /** Gives the rows of a block out. */
    @ProcessElement
    public void unpack(@Element byte[] encoded, OutputReceiver<Row> out) {
        ByteBuffer block = ByteBuffer.wrap(encoded);
        while (block.hasRemaining()) {
            List<@Nullable Object> texts = new ArrayList<>(schema.getFieldCount());
            for (int i = 0; i < schema.getFieldCount(); i++) {
                int length = block.getInt();
                if (length < 0) {
                    texts.add(null);
                } else {
                    texts.add(new String(encoded, block.position(), length, StandardCharsets.UTF_8));
                    block.position(block.position() + length);
                }
            }
            out.output(Row.withSchema(schema).attachValues(texts));
        }
    }
}
