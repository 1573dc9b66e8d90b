package io.sesam.talk.sink.bigquery;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which golden record's line begins at which byte of an upload.
 *
 * <p>Of a long upload only some are remembered: a failure is then told with the last remembered one before it.
 */
final class RowPositions {
    /** A remembered line. */
    record Position(String id, boolean exact) {}

    private static final int MOST = 20_000;

    private final NavigableMap<Long, String> ids = new TreeMap<>();
    private long end;
    private long rows;
    private long step = 1;

    /** A line with these many bytes comes next. */
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

    /** Whose line is at a byte; empty when nothing was uploaded there. */
    Optional<Position> at(long position) {
        Map.Entry<Long, String> line = position < end ? ids.floorEntry(position) : null;
        return line == null ? Optional.empty() : Optional.of(new Position(line.getValue(), step == 1));
    }
}
