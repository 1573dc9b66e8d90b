package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The changes of one reading. All differences between a generation and a table, page by page.
 *
 * @param base the name of the generation to compare with; empty for a complete listing
 * @param generation the name of the generation that the table becomes
 * @param table the content of the file when the reading began; later changes of the file do not affect this reading
 * @param gone the ids missing from the table; listed first
 * @param respelt the new ids of records among them whose id was respelt
 * @param rows the rows that are new or different
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChangeListing(
        String base, String generation, FileTable table, List<String> gone, Map<String, String> respelt, int[] rows) {
    /** Reports whether a bookmark belongs to this reading. */
    boolean isUnderWay(CsvPosition mark) {
        return mark.isWithin() && mark.base().equals(base) && mark.generation().equals(generation);
    }

    Page page(int from, int limit) {
        int total = gone.size() + rows.length;
        int to = Math.min(total, from + limit);
        List<Change> changes = new ArrayList<>(changesBetween(Math.min(from, total), to));
        Page page = to < total
                ? Page.more(changes, new CsvPosition(base, generation, to).position())
                : Page.last(changes, CsvPosition.after(generation).position());
        return page.ofTotal(total);
    }

    private List<Change> changesBetween(int from, int to) {
        List<Change> changes = new ArrayList<>();
        for (int i = from; i < Math.min(to, gone.size()); i++) {
            String now = respelt.get(gone.get(i));
            changes.add(now == null ? new Change.Deleted(gone.get(i)) : new Change.MergedInto(gone.get(i), now));
        }
        int first = Math.max(0, from - gone.size());
        int last = Math.max(first, to - gone.size());
        changes.addAll(table.records(Arrays.copyOfRange(rows, first, last)));
        return changes;
    }
}
