package io.sesam.talk.console.page;

import io.sesam.talk.console.view.golden.Drawing;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.Explanation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lays out a cluster: a pure function of its explanation. */
final class ClusterDrawing {
    private static final int MOST_RECORDS = 40;
    private static final int ROW = 46;
    private static final int TOP = 28;
    private static final int RECORD_X = 90;
    private static final int RECORD_WIDTH = 260;
    private static final int KEY_X = 500;
    private static final int KEY_WIDTH = 260;
    private static final int WIDTH = 780;

    private ClusterDrawing() {}

    static Drawing of(Explanation explanation) {
        Map<RecordRef, Integer> rows = new HashMap<>();
        List<Drawing.Node> records = new ArrayList<>();
        for (Explanation.Member member : explanation.members()) {
            if (records.size() == MOST_RECORDS) {
                break;
            }
            int y = TOP + ROW * records.size();
            rows.put(member.record(), y);
            records.add(new Drawing.Node(RECORD_X, y, RECORD_WIDTH, label(member.record()), note(member)));
        }
        List<Drawing.Node> keys = new ArrayList<>();
        List<Drawing.Line> lines = new ArrayList<>();
        for (Explanation.SharedKey key : explanation.keys()) {
            List<Integer> ends = key.records().stream()
                    .filter(rows::containsKey)
                    .map(rows::get)
                    .toList();
            if (ends.isEmpty() || keys.size() == MOST_RECORDS) {
                continue;
            }
            int y = TOP + ROW * keys.size();
            keys.add(new Drawing.Node(KEY_X, y, KEY_WIDTH, key.value(), key.rule()));
            ends.forEach(end -> lines.add(new Drawing.Line(RECORD_X + RECORD_WIDTH, end, KEY_X, y)));
        }
        List<Drawing.Arc> arcs = new ArrayList<>();
        for (Link link : explanation.links()) {
            Integer from = rows.get(link.first());
            Integer to = rows.get(link.second());
            if (from != null && to != null) {
                arcs.add(arc(Math.min(from, to), Math.max(from, to), link, arcs.size()));
            }
        }
        int height = TOP + ROW * Math.max(1, Math.max(records.size(), keys.size()));
        return new Drawing(WIDTH, height, records, keys, lines, arcs);
    }

    private static Drawing.Arc arc(int from, int to, Link link, int number) {
        int bend = RECORD_X - 30 - 12 * (number % 5);
        String path = "M " + RECORD_X + " " + from + " C " + bend + " " + from + " " + bend + " " + to + " " + RECORD_X
                + " " + to;
        return new Drawing.Arc(path, link.apart(), reason(link), 4, (from + to) / 2);
    }

    /** Why a link exists, in words. */
    static String reason(Link link) {
        return switch (link.origin()) {
            case CREATED -> "made by Talk";
            case RENAMED -> "key by Talk";
            case MERGED -> "merged there";
            case EQUAL -> "equal";
            case ENRICHED -> "enricher";
            case APART -> "split by hand";
            default -> "linked by hand";
        };
    }

    static String label(RecordRef record) {
        return record.system() + " " + record.id();
    }

    private static String note(Explanation.Member member) {
        if (!member.isLive()) {
            return "deleted";
        }
        if (member.isOversized()) {
            return "not merged: too many share its key";
        }
        return member.isEnrichment()
                ? "answer of an enricher"
                : member.record().type().name();
    }
}
