package io.sesam.talk.console.view.golden;

import java.util.List;

/**
 * What binds the records of a cluster, as a drawing: records on the left, match keys on the right.
 *
 * @param width its width
 * @param height its height
 * @param records the records
 * @param keys the match keys that records share
 * @param lines from records to their keys
 * @param arcs links between records
 */
public record Drawing(int width, int height, List<Node> records, List<Node> keys, List<Line> lines, List<Arc> arcs) {
    /** A box with a label. */
    public record Node(int x, int y, int width, String label, String note) {}

    /** A line between two points. */
    public record Line(int x1, int y1, int x2, int y2) {}

    /** A curve between two records. */
    public record Arc(String path, boolean apart, String label, int x, int y) {}
}
