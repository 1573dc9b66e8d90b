package io.sesam.talk.result;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Several records of one system that are the same (R11).
 *
 * @param golden what they are
 * @param records the records, in the order of their ids; at least two
 */
public record DuplicateGroup(GoldenId golden, List<RecordRef> records) {
    private static final int AT_ONCE = 500;

    /** Copies the list. */
    public DuplicateGroup {
        records = List.copyOf(records);
    }

    /** Goes through all that is remembered, and hands over what it finds. */
    public static void each(Store store, Consumer<DuplicateGroup> action) {
        long after = 0;
        List<StoredGolden> page = store.goldensAfter(after, AT_ONCE);
        while (!page.isEmpty()) {
            List<GoldenId> several = page.stream()
                    .filter(golden -> !golden.removed() && golden.members() > 1)
                    .map(StoredGolden::id)
                    .toList();
            among(store.members(several)).forEach(action);
            after = page.get(page.size() - 1).sequence();
            page = store.goldensAfter(after, AT_ONCE);
        }
    }

    private static List<DuplicateGroup> among(List<StoredRecord> members) {
        Map<GoldenId, Map<SystemName, List<RecordRef>>> byGolden = new TreeMap<>();
        for (StoredRecord member : members) {
            GoldenId golden = member.golden();
            if (golden != null && member.isLive()) {
                byGolden.computeIfAbsent(golden, id -> new TreeMap<>())
                        .computeIfAbsent(member.ref().system(), system -> new ArrayList<>())
                        .add(member.ref());
            }
        }
        List<DuplicateGroup> found = new ArrayList<>();
        byGolden.forEach((golden, systems) -> systems.values().stream()
                .filter(records -> records.size() > 1)
                .forEach(records -> found.add(
                        new DuplicateGroup(golden, records.stream().sorted().toList()))));
        return found;
    }
}
