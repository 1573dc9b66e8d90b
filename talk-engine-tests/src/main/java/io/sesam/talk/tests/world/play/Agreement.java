package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TargetPolicy.OnDelete;
import io.sesam.talk.policy.TargetPolicy.OnDuplicate;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Check of promise 1: store and systems agree. */
final class Agreement {
    private final Play play;
    private final Memory memory;
    private final List<Flaw> flaws;

    Agreement(Play play, Memory memory, List<Flaw> flaws) {
        this.play = play;
        this.memory = memory;
        this.flaws = flaws;
    }

    void check() {
        play.systems().forEach(this::checkRemembered);
        memory.goldens.forEach((id, golden) -> play.systems().stream()
                .filter(cloud -> cloud.abilities.writes().allowed())
                .forEach(cloud -> check(id, golden, cloud)));
    }

    private void flaw(String what) {
        flaws.add(new Flaw(1, what));
    }

    private void checkRemembered(Cloud cloud) {
        for (Row row : cloud.rows.values()) {
            StoredRecord known = memory.records.get(cloud.ref(row.id));
            if (known == null || !known.isLive()) {
                flaw(row.id + " exists and is not in the store");
            } else if (!known.record().rawValues().equals(row.fields)) {
                flaw(row.id + " differs from its stored state");
            }
        }
        for (StoredRecord known : memory.records.values()) {
            RecordRef ref = known.ref();
            if (known.isLive() && ref.system().value().equals(cloud.name()) && !cloud.rows.containsKey(ref.id())) {
                flaw(ref.id() + " was deleted and is still live in the store");
            }
        }
    }

    private void check(GoldenId id, GoldenRecord golden, Cloud cloud) {
        List<StoredRecord> here = memory.liveIn(id, cloud.name());
        OnDelete deletes = cloud.abilities.policy().deletes();
        boolean gone = deletes != OnDelete.IGNORE && isGoneElsewhere(id, cloud);
        if (here.isEmpty() && gone) {
            return;
        }
        if (here.isEmpty()) {
            checkMissing(id, golden, cloud);
        } else if (!gone) {
            here.forEach(record -> checkAgrees(id, golden, cloud, record, here.size()));
        } else if (deletes == OnDelete.ARCHIVE) {
            here.stream()
                    .filter(record -> !isParked(cloud, id, record.ref().id()))
                    .forEach(record -> flaw(record.ref().id() + " was deleted elsewhere and was to be archived"));
        }
    }

    private boolean isGoneElsewhere(GoldenId id, Cloud here) {
        Set<String> live = new HashSet<>();
        Set<String> all = new HashSet<>();
        for (StoredRecord member : memory.members.getOrDefault(id, List.of())) {
            all.add(member.ref().system().value());
            if (member.isLive()) {
                live.add(member.ref().system().value());
            }
        }
        all.removeAll(live);
        all.remove(here.name());
        return !all.isEmpty();
    }

    private void checkMissing(GoldenId id, GoldenRecord golden, Cloud cloud) {
        boolean wasThere = memory.members.getOrDefault(id, List.of()).stream()
                .anyMatch(member -> member.ref().system().value().equals(cloud.name()));
        boolean says = false;
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            Object value = golden.values().slot(i);
            says |= Cloud.isFilled(value) && cloud.holds(i) && accepts(cloud, i, value);
        }
        boolean unknown = play.store().intents().stream()
                .anyMatch(intent ->
                        intent.golden().equals(id) && intent.system().value().equals(cloud.name()));
        if (!wasThere && says && !unknown && !isParked(cloud, id, null)) {
            flaw(golden + " is not in " + cloud.name() + ", without a reason");
        }
    }

    private boolean isParked(Cloud cloud, GoldenId golden, @Nullable String recordId) {
        Parked entry = memory.parked.get(new Parked.Key(cloud.ref("x").system(), cloud.spec.type(), golden, recordId));
        return entry != null && !entry.reason().isBlank();
    }

    private static boolean accepts(Cloud cloud, int property, @Nullable Object value) {
        FieldSpec field =
                cloud.spec.field(Cloud.SCHEMA.property(property).name()).orElseThrow();
        return value == Blank.BLANK ? !field.isRequired() : value != null && field.accepts(value);
    }

    private void checkAgrees(GoldenId id, GoldenRecord golden, Cloud cloud, StoredRecord record, int records) {
        Row row = Objects.requireNonNull(cloud.rows.get(record.ref().id()));
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            Object wanted = golden.values().slot(i);
            if (wanted == null || !cloud.holds(i) || agrees(cloud, row, i, wanted)) {
                continue;
            }
            boolean own = records > 1
                            && cloud.abilities.policy().duplicates() == OnDuplicate.KEEP
                            && (row.standing[i] != null || row.orphan || play.isRestored())
                    || row.lookalike
                    || row.unclear[i]
                    || row.standing[i] != null && row.standing[i].unnoticed;
            if (!own && !isParked(cloud, id, row.id)) {
                flaw(row.id + " has \"" + row.fields.originalText(i).orElse("nothing") + "\" of "
                        + Cloud.SCHEMA.property(i) + ", but " + golden + " \"" + wanted + "\", without a reason");
            }
        }
    }

    private static boolean agrees(Cloud cloud, Row row, int property, Object wanted) {
        Object held = Cloud.normal(property, row.fields.slot(property));
        return wanted == Blank.BLANK
                ? held == null || held == Blank.BLANK
                : Objects.equals(held, cloud.asHere(property, wanted));
    }
}
