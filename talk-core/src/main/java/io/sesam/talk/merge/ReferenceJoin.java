package io.sesam.talk.merge;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The join of references with the golden records they point to (R38).
 *
 * <p>A record names another record of its own system; merged records compare and show the golden record of that one.
 * The type referred to is therefore merged first. A reference to a record that is not there counts as unknown.
 */
@Experimental
public final class ReferenceJoin {
    private final EntityType target;
    private final int[] indexes;

    private ReferenceJoin(EntityType target, int[] indexes) {
        this.target = target;
        this.indexes = indexes;
    }

    /** Creates the join for the references of a schema to one type. */
    public static ReferenceJoin of(Schema schema, EntityType target) {
        int[] indexes = IntStream.range(0, schema.size())
                .filter(i -> schema.property(i).target().filter(target::equals).isPresent())
                .toArray();
        return new ReferenceJoin(target, indexes);
    }

    /** Checks whether the schema refers to the type at all. */
    public boolean isAny() {
        return indexes.length > 0;
    }

    /** Returns the record that the first filled reference points to; empty when there is none. */
    public Optional<RecordRef> target(SourceRecord record) {
        for (int index : indexes) {
            if (record.said().slot(index) instanceof Reference reference && isReadable(reference)) {
                return Optional.of(new RecordRef(record.ref().system(), target, reference.id()));
            }
        }
        return Optional.empty();
    }

    private static boolean isReadable(Reference reference) {
        return !reference.id().isEmpty() && reference.id().length() <= 1024;
    }

    /** Returns a record, normalised, whose references point to golden records. */
    public SourceRecord join(SourceRecord record, Function<RecordRef, Optional<GoldenId>> crosswalk) {
        SourceRecord normal = Normalizer.normalize(record);
        Fields.Builder values = null;
        for (int index : indexes) {
            if (record.said().slot(index) instanceof Reference reference) {
                Optional<GoldenId> golden = isReadable(reference)
                        ? crosswalk.apply(new RecordRef(record.ref().system(), target, reference.id()))
                        : Optional.empty();
                values = values == null ? normal.values().toBuilder() : values;
                values.slot(
                        index, golden.map(id -> new Reference(target, id.value())).orElse(null));
            }
        }
        return values == null ? normal : Normalizer.normalized(record.original(), values.build());
    }
}
