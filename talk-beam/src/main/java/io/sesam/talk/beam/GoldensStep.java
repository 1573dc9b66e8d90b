package io.sesam.talk.beam;

import io.sesam.talk.model.GoldenRecord;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.transforms.DoFn;

/** Golden records out of blocks. */
final class GoldensStep extends DoFn<byte[], GoldenRecord> {
    private static final long serialVersionUID = 1L;

    private final WorkerPolicy worker;

    GoldensStep(WorkerPolicy worker) {
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
