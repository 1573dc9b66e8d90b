package io.sesam.talk.beam;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenRecord;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/**
 * Rows and golden records out of blocks.
 *
 * <p>One step for each output, in place of one step with several: a runner puts it beside the step that reads the rows, so that
 * a row is not encoded between the two.
 */
final class UnpackStep {
    private UnpackStep() {}

    /** Records to merge out of blocks. */
    static final class Records extends DoFn<byte[], MergeInput> {
        private static final long serialVersionUID = 1L;

        private final String type;

        Records(EntityType type) {
            this.type = type.name();
        }

        /** Gives the records of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] block, OutputReceiver<MergeInput> out) {
            Frames.Records frames = new Frames.Records(block);
            while (frames.next()) {
                out.output(frames.row(type));
            }
        }
    }

    /** Golden records out of blocks. */
    static final class Goldens extends DoFn<byte[], GoldenRecord> {
        private static final long serialVersionUID = 1L;

        private final WorkerPolicy worker;

        Goldens(WorkerPolicy worker) {
            this.worker = worker;
        }

        /** Gives the golden records of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] block, OutputReceiver<GoldenRecord> out) {
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                if (frames.isGolden()) {
                    out.output(worker.codec().golden(frames.golden()));
                }
            }
        }
    }

    /** Rows of the crosswalk out of blocks; of all records, or of parked ones. */
    static final class Crosswalk extends DoFn<byte[], Row> {
        private static final long serialVersionUID = 1L;

        private final String type;
        private final boolean isOfParked;

        Crosswalk(EntityType type, boolean isOfParked) {
            this.type = type.name();
            this.isOfParked = isOfParked;
        }

        /** Gives the rows of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] block, OutputReceiver<Row> out) {
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                if (isOfParked ? frames.isParked() : frames.isGolden()) {
                    int members = frames.members();
                    String id = frames.text();
                    for (int i = 0; i < members; i++) {
                        out.output(Row.withSchema(MergeRows.CROSSWALK)
                                .attachValues(Arrays.asList(type, id, frames.text(), frames.text())));
                    }
                }
            }
        }
    }

    /** Rows of the provenance out of blocks. */
    static final class Provenance extends DoFn<byte[], Row> {
        private static final long serialVersionUID = 1L;

        private final WorkerPolicy worker;

        Provenance(WorkerPolicy worker) {
            this.worker = worker;
        }

        /** Gives the rows of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] block, OutputReceiver<Row> out) {
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                if (frames.isGolden() && frames.members() > 1) {
                    MergeRows.provenance(worker.codec().golden(frames.golden()), out::output);
                }
            }
        }
    }

    /** Rows that were not merged, out of blocks. */
    static final class Refused extends DoFn<byte[], Row> {
        private static final long serialVersionUID = 1L;

        /** Gives the rows of a block out. */
        @ProcessElement
        public void unpack(@Element byte[] block, OutputReceiver<Row> out) {
            Frames.Results frames = new Frames.Results(block);
            while (frames.next()) {
                if (!frames.isGolden()) {
                    out.output(MergeRows.refused(frames.refusal()));
                }
            }
        }
    }
}
