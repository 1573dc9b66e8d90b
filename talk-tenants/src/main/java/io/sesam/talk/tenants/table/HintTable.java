package io.sesam.talk.tenants.table;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The webhook hints that no run has read again yet. */
public final class HintTable {
    /** As many as a run takes at once; the others wait for the next one. */
    private static final int MOST = 10_000;

    private final TenantDatabase database;

    /** Creates the table. */
    public HintTable(TenantDatabase database) {
        this.database = database;
    }

    /**
     * A hint of a system.
     *
     * @param number grows when the record is named again
     */
    public record StoredHint(String system, String type, String id, long number) {}

    /** A record that a webhook names. */
    public record Named(String type, String id) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            int order = type.compareTo(other.type);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    /**
     * Stores hints and asks for a run soon, in one transaction.
     *
     * @return how many were new
     */
    public int add(String tenant, String system, List<Named> named, Duration delay) {
        // in one order, so that two processes do not wait for each other
        SortedSet<Named> all = new TreeSet<>(named);
        if (all.isEmpty()) {
            return 0;
        }
        List<TenantDatabase.Row> added = database.run(
                        "insert into {s}.hints (tenant, system, type, record_id) select ?, ?, t, i"
                                + " from unnest(?, ?) as h(t, i) on conflict (tenant, system, type, record_id)"
                                + " do update set number = default returning xmax = 0;"
                                + " update {s}.tenants set requested = requested + 1 where id = ?; " + TenantTable.POKE,
                        tenant,
                        system,
                        all.stream().map(Named::type).toArray(String[]::new),
                        all.stream().map(Named::id).toArray(String[]::new),
                        tenant,
                        delay.toMillis(),
                        false,
                        tenant)
                .get(0);
        return (int) added.stream().filter(row -> row.flag(0)).count();
    }

    /** Returns the hints of a tenant, oldest first. */
    public List<StoredHint> of(String tenant) {
        return database
                .rows(
                        "select system, type, record_id, number from {s}.hints where tenant = ? order by number limit "
                                + MOST,
                        tenant)
                .stream()
                .map(row -> new StoredHint(row.required(0), row.required(1), row.required(2), row.number(3)))
                .toList();
    }
}
