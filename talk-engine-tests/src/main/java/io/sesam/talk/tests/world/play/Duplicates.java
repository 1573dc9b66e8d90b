package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Check of promise 2: no duplicates beyond those people created.
 *
 * <p>Two clusters that join bring two records into a system, so there may be one inserted by Talk for each that
 * people created anywhere. {@link Witness} checks at insert time that none is inserted beside an existing one.
 * Persons with one e-mail are one, unless it stands in a record only because it could not be rewritten.
 */
final class Duplicates {
    private final Play play;
    private final Memory memory;
    private final List<Flaw> flaws;

    Duplicates(Play play, Memory memory, List<Flaw> flaws) {
        this.play = play;
        this.memory = memory;
        this.flaws = flaws;
    }

    void check() {
        memory.members.forEach(this::check);
        checkKeys();
    }

    private void check(GoldenId id, List<StoredRecord> members) {
        Map<String, Integer> made = new HashMap<>();
        int byPeople = 0;
        for (StoredRecord member : members) {
            Cloud cloud = play.cloud(member.ref().system());
            Row row = cloud.rows.getOrDefault(
                    member.ref().id(), cloud.gone.get(member.ref().id()));
            if (row == null || !row.isMadeByTalk() || row.orphan) {
                byPeople++;
            } else if (member.isLive()) {
                made.merge(cloud.name(), 1, Integer::sum);
            }
        }
        for (Map.Entry<String, Integer> entry : made.entrySet()) {
            if (entry.getValue() > Math.max(1, byPeople)) {
                flaws.add(new Flaw(
                        2,
                        entry.getKey() + " holds " + entry.getValue() + " records that Talk made for " + id
                                + ", of which people made " + byPeople + " anywhere"));
            }
        }
    }

    private void checkKeys() {
        Map<Object, RecordRef> holders = new HashMap<>();
        for (Cloud cloud : play.systems()) {
            for (Row row : cloud.rows.values()) {
                Object email = Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL));
                RecordRef ref = cloud.ref(row.id);
                RecordRef first =
                        Cloud.isFilled(email) && isCurrent(cloud, ref, email) ? holders.putIfAbsent(email, ref) : null;
                if (first != null && !Objects.equals(golden(first), golden(ref))) {
                    flaws.add(new Flaw(2, first + " and " + ref + " have one e-mail and are not one"));
                }
            }
        }
        checkFurtherAddresses(holders);
    }

    /** A further address joins its record with the holders of that address (R5). */
    private void checkFurtherAddresses(Map<Object, RecordRef> holders) {
        for (Cloud cloud : play.systems()) {
            for (Row row : cloud.rows.values()) {
                RecordRef ref = cloud.ref(row.id);
                boolean current = isCurrent(cloud, ref, Cloud.normal(Cloud.EMAIL, row.fields.slot(Cloud.EMAIL)));
                for (String address : current ? row.furtherAddresses : Set.<String>of()) {
                    RecordRef first = holders.get(address);
                    if (first != null && !Objects.equals(golden(first), golden(ref))) {
                        flaws.add(new Flaw(2, ref + " has the address of " + first + ", too, and they are not one"));
                    }
                }
            }
        }
    }

    /** Checks whether an e-mail is that of the golden record. */
    private boolean isCurrent(Cloud cloud, RecordRef ref, @Nullable Object email) {
        GoldenRecord golden = golden(ref) instanceof GoldenId id ? memory.goldens.get(id) : null;
        return golden != null
                && Objects.equals(
                        email, cloud.asHere(Cloud.EMAIL, golden.values().slot(Cloud.EMAIL)));
    }

    private Object golden(RecordRef ref) {
        StoredRecord record = memory.records.get(ref);
        return record == null || record.golden() == null ? ref : record.golden();
    }
}
