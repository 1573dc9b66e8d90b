package io.sesam.talk.engine.steward;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds several records of one system in one cluster (R11). */
final class DuplicateSearch {
    private static final int PAGE = 500;

    private final Store store;

    DuplicateSearch(Store store) {
        this.store = store;
    }

    /** Goes through all golden records, in the order of their last change. */
    void each(Consumer<DuplicateGroup> action) {
        long after = 0;
        List<StoredGolden> page = store.goldensAfter(after, PAGE);
        while (!page.isEmpty()) {
            List<GoldenId> several = page.stream()
                    .filter(golden -> !golden.removed() && golden.members() > 1)
                    .map(StoredGolden::id)
                    .toList();
            among(store.members(several)).forEach(action);
            after = page.get(page.size() - 1).sequence();
            page = store.goldensAfter(after, PAGE);
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
                        new DuplicateGroupData(golden, records.stream().sorted().toList()))));
        return found;
    }
}
