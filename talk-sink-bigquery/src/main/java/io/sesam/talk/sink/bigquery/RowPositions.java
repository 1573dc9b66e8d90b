package io.sesam.talk.sink.bigquery;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The byte positions of golden records in an upload.
 *
 * <p>For a long upload only some are kept: an error is then reported with the last kept one before it.
 */
final class RowPositions {
    /** A kept line. */
    record Position(String id, boolean exact) {}

    private static final int MOST = 20_000;

    private final NavigableMap<Long, String> ids = new TreeMap<>();
    private long end;
    private long rows;
    private long step = 1;

    /** Records the next line with its length. */
    void add(String id, int bytes) {
        if (rows % step == 0) {
            ids.put(end, id);
            thinOut();
        }
        rows++;
        end += bytes;
    }

    private void thinOut() {
        if (ids.size() <= MOST) {
            return;
        }
        step *= 2;
        boolean keep = true;
        for (var lines = ids.entrySet().iterator(); lines.hasNext(); keep = !keep) {
            lines.next();
            if (!keep) {
                lines.remove();
            }
        }
    }

    /** Returns the line at a byte position. Empty when nothing was uploaded there. */
    Optional<Position> at(long position) {
        Map.Entry<Long, String> line = position < end ? ids.floorEntry(position) : null;
        return line == null ? Optional.empty() : Optional.of(new Position(line.getValue(), step == 1));
    }
}
