package io.sesam.talk.connector.csv.table;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all scanned files of this process, which share one heap.
 *
 * <p>Each file alone may fit, and two that are read at the same time may not.
 */
final class HeapShare {
    private static final List<Share> SHARES = new ArrayList<>();

    private HeapShare() {}

    /** The memory of one file. It is counted for as long as anything holds its rows. */
    private record Share(WeakReference<RowStore> rows, long bytes) {
        boolean isOf(@Nullable RowStore other) {
            return rows.refersTo(other);
        }
    }

    /**
     * Takes memory for the rows of a file, in place of what they had.
     *
     * @param limit what all files may have together
     * @return -1 when it was taken; else what other files hold, and nothing was taken
     */
    static synchronized long take(RowStore rows, long bytes, long limit) {
        long others = others(rows);
        if (bytes <= limit && others + bytes > limit) {
            System.gc(); // files that are read no more may still be counted
            others = others(rows);
        }
        if (others + bytes > limit) {
            return others;
        }
        SHARES.removeIf(share -> share.isOf(rows));
        SHARES.add(new Share(new WeakReference<>(rows), bytes));
        return -1;
    }

    private static long others(RowStore rows) {
        SHARES.removeIf(share -> share.isOf(null));
        return SHARES.stream()
                .filter(share -> !share.isOf(rows))
                .mapToLong(Share::bytes)
                .sum();
    }
}
