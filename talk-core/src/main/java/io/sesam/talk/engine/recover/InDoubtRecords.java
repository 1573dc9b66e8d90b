package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records that an in-doubt insert may have created (R21). A listing can show them before a look-up finds them.
 *
 * <p>While that is open, such a record is not inserted into other systems: it would become a duplicate of the
 * record it was made from.
 */
public final class InDoubtRecords {
    private final Map<SystemName, List<Intent>> open;

    private InDoubtRecords(Map<SystemName, List<Intent>> open) {
        this.open = open;
    }

    /** Loads the open in-doubt inserts of a type. */
    public static InDoubtRecords of(Store store, EntityType type) {
        Map<SystemName, List<Intent>> open = new HashMap<>();
        for (Intent intent : store.intents()) {
            if (intent.isInsert() && intent.unknown() && intent.type().equals(type)) {
                open.merge(intent.system(), List.of(intent), InDoubtRecords::both);
            }
        }
        return new InDoubtRecords(open);
    }

    private static List<Intent> both(List<Intent> some, List<Intent> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Checks whether all members belong to one system and may come from its in-doubt insert. */
    public boolean mayBeMade(List<SourceRecord> members) {
        SystemName system = members.get(0).ref().system();
        List<Intent> inserts = open.getOrDefault(system, List.of());
        return !inserts.isEmpty()
                && members.stream().allMatch(member -> member.ref().system().equals(system))
                && members.stream().anyMatch(member -> inserts.stream().anyMatch(intent -> isLike(member, intent)));
    }

    private static boolean isLike(SourceRecord member, Intent intent) {
        return member.firstSeen() >= SourceRecord.micros(intent.since())
                && ChangeDetector.canBe(member.rawValues(), intent.fields());
    }
}
