package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.Fields;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Deed;
import io.sesam.talk.tests.world.cloud.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Check of inserts without a match key: none is made beside its only equal that is linked to nothing (R41). */
final class Twins {
    private final Play play;

    Twins(Play play) {
        this.play = play;
    }

    /** Returns what is wrong with an insert. */
    Optional<Flaw> flaw(Deed deed) {
        Cloud cloud = play.cloudOf(deed);
        Fields made = deed.operation().fields();
        boolean anyFurtherAddress = play.systems().stream().anyMatch(system -> !system.addressesAdded.isEmpty());
        if (anyFurtherAddress || Cloud.isFilled(Cloud.normal(Cloud.EMAIL, made.slot(Cloud.EMAIL)))) {
            return Optional.empty();
        }
        Instant known = play.runStarted().minus(cloud.spec.indexLag());
        List<Row> equal = new ArrayList<>();
        for (Row row : cloud.rows.values()) {
            if (!row.id.equals(deed.recordId()) && isEqual(cloud, made, row.fields)) {
                equal.add(row);
            }
        }
        return equal.size() == 1 && equal.get(0).modified.isBefore(known) && isAlone(cloud, equal.get(0))
                ? Optional.of(new Flaw(
                        2,
                        deed.recordId() + " was made although " + equal.get(0).id
                                + ", which equals it and is linked to nothing, was there"))
                : Optional.empty();
    }

    private static boolean isEqual(Cloud cloud, Fields made, Fields held) {
        boolean any = false;
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            if (cloud.holds(i)) {
                Object one = filled(cloud.asHere(i, made.slot(i)));
                if (!Objects.equals(one, filled(Cloud.normal(i, held.slot(i))))
                        || cloud.cutsUndeclared(i, made.slot(i))) {
                    return false;
                }
                any |= one instanceof String;
            }
        }
        return any;
    }

    private static @Nullable Object filled(@Nullable Object slot) {
        return Cloud.isFilled(slot) ? slot : null;
    }

    /** Checks that Talk knows the record, and no other one of its golden record. */
    private boolean isAlone(Cloud cloud, Row row) {
        return play.store().records(List.of(cloud.ref(row.id))).stream()
                .filter(StoredRecord::isLive)
                .filter(known -> known.record().rawValues().equals(row.fields))
                .flatMap(known -> Optional.ofNullable(known.golden()).stream())
                .anyMatch(golden -> play.store().members(Set.of(golden)).size() == 1);
    }
}
