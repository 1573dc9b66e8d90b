package io.sesam.talk.console.view.quality;

import io.sesam.talk.console.view.Shown;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** A drawing of one measure of quality by run: a line for each system, in an image of 300 by 100. */
public final class QualityLines {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 100;
    private static final int STYLES = 6;

    private final String measure;
    private final List<QualityPoint> points;
    private final ToLongFunction<QualityPoint.Sums> part;
    private final ToLongFunction<QualityPoint.Sums> whole;

    private QualityLines(
            String measure,
            List<QualityPoint> points,
            ToLongFunction<QualityPoint.Sums> part,
            ToLongFunction<QualityPoint.Sums> whole) {
        this.measure = measure;
        this.points = points;
        this.part = part;
        this.whole = whole;
    }

    /**
     * A line.
     *
     * @param system whose values it shows
     * @param style number of its style
     * @param coordinates the corners, as SVG writes them
     * @param last the last share, in percent
     */
    public record Line(String system, int style, String coordinates, String last) {}

    /** The drawings of the three counted measures. */
    public static List<QualityLines> of(List<QualityPoint> points) {
        return List.of(
                new QualityLines("Filled", points, QualityPoint.Sums::filled, QualityPoint.Sums::cells),
                new QualityLines("Valid", points, QualityPoint.Sums::valid, QualityPoint.Sums::filled),
                new QualityLines("Agreeing", points, QualityPoint.Sums::agreeing, QualityPoint.Sums::filled));
    }

    /** The points that differ from the one before, and the last one. */
    public static List<QualityPoint> changes(List<QualityPoint> points) {
        List<QualityPoint> changes = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            if (i == 0
                    || i == points.size() - 1
                    || !points.get(i).systems().equals(points.get(i - 1).systems())) {
                changes.add(points.get(i));
            }
        }
        return changes;
    }

    /** The systems of some points, in the order of their names. */
    public static SortedSet<SystemName> systems(List<QualityPoint> points) {
        SortedSet<SystemName> systems = new TreeSet<>();
        points.forEach(point -> systems.addAll(point.systems().keySet()));
        return systems;
    }

    /** What is measured. */
    public String measure() {
        return measure;
    }

    /** The share of a system at a point; a dash when it had none. */
    public String share(QualityPoint point, SystemName system) {
        QualityPoint.Sums sums = point.systems().get(system);
        return sums == null ? "–" : Shown.percent(part.applyAsLong(sums), whole.applyAsLong(sums));
    }

    /** The lines of all systems. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (SystemName system : systems(points)) {
            List<String> corners = new ArrayList<>();
            String last = "–";
            for (int i = 0; i < points.size(); i++) {
                QualityPoint.Sums sums = points.get(i).systems().get(system);
                if (sums != null && whole.applyAsLong(sums) > 0) {
                    double share = (double) part.applyAsLong(sums) / whole.applyAsLong(sums);
                    double x = points.size() == 1 ? 0 : (double) WIDTH * i / (points.size() - 1);
                    corners.add(String.format(Locale.ROOT, "%.1f,%.1f", x, HEIGHT * (1 - share)));
                    last = share(points.get(i), system);
                }
            }
            lines.add(new Line(system.value(), lines.size() % STYLES, String.join(" ", corners), last));
        }
        return lines;
    }

    /** The drawing in words. */
    public String words() {
        List<String> words = new ArrayList<>();
        lines().forEach(line -> words.add(line.system() + " " + line.last()));
        return measure + " by run, at last: " + String.join(", ", words);
    }
}
