package io.sesam.talk.beam;

import io.sesam.talk.model.GoldenRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** What a merge gave out, out of blocks. */
final class UnpackStep {
    private UnpackStep() {}

    /** Golden records out of blocks. */
    static final class Goldens extends DoFn<byte[], GoldenRecord> {
        private static final long serialVersionUID = 1L;

        private final WorkerPolicy worker;

        Goldens(WorkerPolicy worker) {
            this.worker = worker;
        }

        /** Gives the golden records of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] encoded, OutputReceiver<GoldenRecord> out) {
            ByteBuffer block = ByteBuffer.wrap(encoded);
            while (block.hasRemaining()) {
                byte[] golden = new byte[block.getInt()];
                block.get(golden);
                out.output(worker.codec().golden(golden));
            }
        }
    }

    /** Rows of texts out of blocks. */
    static final class Rows extends DoFn<byte[], Row> {
        private static final long serialVersionUID = 1L;

        private final Schema schema;

        Rows(Schema schema) {
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
}
