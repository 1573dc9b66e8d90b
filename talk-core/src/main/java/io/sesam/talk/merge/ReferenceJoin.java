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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The join of a reference with the golden record it points to (R38).
 *
 * <p>A record names another record of its own system; merged records compare and show the golden record of that one.
 * The type referred to is therefore merged first. A reference to a record that is not there counts as unknown. A join
 * is for one property; a record with two references takes two.
 */
@Experimental
public final class ReferenceJoin {
    private final EntityType target;
    private final int index;

    private ReferenceJoin(EntityType target, int index) {
        this.target = target;
        this.index = index;
    }

    /** Creates the joins for all references of a schema to some types. */
    public static List<ReferenceJoin> of(Schema schema, Collection<EntityType> targets) {
        List<ReferenceJoin> joins = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            int index = i;
            schema.property(i)
                    .target()
                    .filter(targets::contains)
                    .ifPresent(target -> joins.add(new ReferenceJoin(target, index)));
        }
        return joins;
    }

    /** Checks whether a schema has a reference to a type. */
    public static boolean refersTo(Schema schema, EntityType target) {
        return !of(schema, List.of(target)).isEmpty();
    }

    /** Returns what is merged, each after those whose type it refers to; of a circle, the first one given is first. */
    public static <T> List<T> targetsFirst(Collection<T> all, Function<T, Schema> schemaOf) {
        List<T> left = new ArrayList<>(all);
        List<T> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            T next = left.stream()
                    .filter(one -> left.stream()
                            .map(other -> schemaOf.apply(other).type())
                            .noneMatch(
                                    target -> !target.equals(schemaOf.apply(one).type())
                                            && refersTo(schemaOf.apply(one), target)))
                    .findFirst()
                    .orElse(left.get(0));
            ordered.add(next);
            left.remove(next);
        }
        return ordered;
    }

    /** Returns the type referred to. */
    public EntityType targetType() {
        return target;
    }

    /** Checks whether a record has a reference to join. */
    public boolean concerns(SourceRecord record) {
        return record.rawValues().slot(index) instanceof Reference;
    }

    /** Returns the record that the reference points to; empty when there is none. */
    public Optional<RecordRef> target(SourceRecord record) {
        return record.rawValues().slot(index) instanceof Reference reference
                        && !reference.id().isEmpty()
                        && reference.id().length() <= 1024
                ? Optional.of(new RecordRef(record.ref().system(), target, reference.id()))
                : Optional.empty();
    }

    /** Returns a record, normalised, whose reference points to the golden record of its target. */
    public SourceRecord join(SourceRecord record, Function<RecordRef, Optional<GoldenId>> crosswalk) {
        SourceRecord normal = Normalizer.normalize(record);
        if (!concerns(record)) {
            return normal;
        }
        Reference golden = target(record)
                .flatMap(crosswalk)
                .map(id -> new Reference(target, id.value()))
                .orElse(null);
        Fields values = normal.values().toBuilder().slot(index, golden).build();
        return Normalizer.normalized(record.original(), values);
    }
}
