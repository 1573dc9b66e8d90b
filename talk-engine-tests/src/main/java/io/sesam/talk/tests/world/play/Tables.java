package io.sesam.talk.tests.world.play;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Check of promise 5: tables equal golden records. */
final class Tables {
    private final Play play;
    private final Memory memory;
    private final List<Flaw> flaws;

    Tables(Play play, Memory memory, List<Flaw> flaws) {
        this.play = play;
        this.memory = memory;
        this.flaws = flaws;
    }

    void check() {
        checkStored();
        checkAgainstBulk();
        Map<String, Set<String>> expected = expectedRows();
        Map<String, Set<String>> found = new TreeMap<>();
        play.tables.rows().forEach((table, rows) -> found.put(table, texts(rows)));
        if (!found.equals(expected)) {
            flaw("the tables are not the golden records: they hold " + without(found, expected) + " and lack "
                    + without(expected, found));
        }
    }

    private void flaw(String what) {
        flaws.add(new Flaw(5, what));
    }

    private static Set<String> texts(List<List<@Nullable Object>> rows) {
        Set<String> texts = new TreeSet<>();
        rows.forEach(row -> texts.add(row.toString()));
        return texts;
    }

    private static List<String> without(Map<String, Set<String>> all, Map<String, Set<String>> others) {
        List<String> left = new ArrayList<>();
        all.forEach((table, rows) -> {
            Set<String> rest = new TreeSet<>(rows);
            rest.removeAll(others.getOrDefault(table, new TreeSet<>()));
            rest.forEach(row -> left.add(table + " " + row));
        });
        return left;
    }

    private Map<String, Set<String>> expectedRows() {
        Map<String, List<List<@Nullable Object>>> tables = new HashMap<>();
        memory.goldens.forEach((id, golden) -> {
            StoredGolden stored = memory.stored.get(id);
            long sequence = stored == null ? 0 : stored.sequence();
            table(tables, golden.type().name()).add(AnalyticTables.row(golden, sequence));
            table(tables, "crosswalk").addAll(AnalyticTables.crosswalkRows(golden));
            table(tables, "provenance").addAll(AnalyticTables.provenanceRows(golden));
        });
        Map<String, Set<String>> texts = new TreeMap<>();
        tables.forEach((table, rows) -> {
            if (!rows.isEmpty()) {
                texts.put(table, texts(rows));
            }
        });
        return texts;
    }

    private static List<List<@Nullable Object>> table(Map<String, List<List<@Nullable Object>>> tables, String name) {
        return tables.computeIfAbsent(name, first -> new ArrayList<>());
    }

    private void checkStored() {
        memory.stored.forEach((id, stored) -> {
            GoldenRecord golden = memory.goldens.get(id);
            if (golden == null && !stored.removed()) {
                flaw(id + " is stored, but has no members");
            } else if (golden != null && stored.removed()) {
                flaw(golden + " is stored as removed");
            } else if (golden != null && !golden.values().equals(stored.values())) {
                flaw(golden + " is stored with other values");
            }
        });
    }

    private void checkAgainstBulk() {
        List<SourceRecord> live = memory.records.values().stream()
                .filter(StoredRecord::isLive)
                .map(StoredRecord::record)
                .toList();
        BulkMerge.Result bulk = BulkMerge.of(memory.policy).linkedBy(bonds()).merge(live);
        Map<List<RecordRef>, GoldenRecord> fromScratch = new HashMap<>();
        bulk.goldens().forEach(golden -> fromScratch.put(refs(golden), golden));
        if (fromScratch.size() != memory.goldens.size()) {
            flaw("there are " + memory.goldens.size() + " golden records, and from scratch " + fromScratch.size());
        }
        memory.goldens.values().forEach(golden -> {
            GoldenRecord scratch = fromScratch.get(refs(golden));
            if (scratch == null) {
                flaw("from scratch, there is no " + golden);
            } else if (!scratch.values().equals(golden.values())
                    || !scratch.provenance().equals(golden.provenance())) {
                flaw("from scratch, " + golden + " is another");
            }
        });
    }

    private static List<RecordRef> refs(GoldenRecord golden) {
        return golden.members().stream().map(SourceRecord::ref).sorted().toList();
    }

    /** Returns the links between live records, also through deleted ones: all of them, and Talk's own as such. */
    private List<Link> bonds() {
        List<Link> bonds = new ArrayList<>(bonds(memory.links, Link.Origin.MERGED));
        bonds.addAll(bonds(
                memory.links.stream()
                        .filter(link -> link.origin() == Link.Origin.CREATED || link.origin() == Link.Origin.RENAMED)
                        .toList(),
                Link.Origin.CREATED));
        return bonds;
    }

    private List<Link> bonds(Collection<Link> links, Link.Origin origin) {
        Map<RecordRef, RecordRef> heads = new HashMap<>();
        for (Link link : links) {
            RecordRef one = head(heads, link.first());
            RecordRef other = head(heads, link.second());
            if (!one.equals(other)) {
                heads.put(one, other);
            }
        }
        Map<RecordRef, RecordRef> firstLive = new HashMap<>();
        List<Link> bonds = new ArrayList<>();
        for (StoredRecord record : memory.records.values()) {
            if (record.isLive()) {
                RecordRef known = firstLive.putIfAbsent(head(heads, record.ref()), record.ref());
                if (known != null) {
                    bonds.add(new Link(known, record.ref(), origin));
                }
            }
        }
        return bonds;
    }

    private static RecordRef head(Map<RecordRef, RecordRef> heads, RecordRef ref) {
        RecordRef at = ref;
        while (heads.containsKey(at)) {
            at = heads.get(at);
        }
        return at;
    }
}
