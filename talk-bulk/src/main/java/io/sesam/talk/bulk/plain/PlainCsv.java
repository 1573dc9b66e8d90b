package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import io.sesam.talk.bulk.work.TextFiles;
import java.util.Arrays;

/** Rows of CSV files, written from the bytes of plain records. For one thread. */
public final class PlainCsv implements PlainRows {
    private static final PaddedBytes RULE = PaddedBytes.of(",newest\n");
    /** A number, commas and the end of a row. */
    private static final int BESIDE = 32;

    private final int properties;
    /** The type and the id of the present golden record, with a comma after each. */
    private final PaddedBytes prefix;

    private final int idAt;
    private final PaddedBytes[] won;
    private final PaddedBytes[] lost;
    private final int longestOutcome;
    private final RowBytes goldens;
    private final RowBytes crosswalk;
    private final RowBytes provenance;
    private final TimeSpelling times = new TimeSpelling();
    /** What follows the value in the claims of a record: system, id, time, rule. */
    private final byte[][] tails = new byte[PlainCluster.MOST][128];

    private final int[] tailLengths = new int[PlainCluster.MOST];

    /** Creates rows of one type in the files of that name and of the others. */
    public PlainCsv(TextFiles files, PlainLayout layout, String crosswalk, String provenance) {
        String type = layout.schema().type().name();
        this.properties = layout.size();
        this.prefix = PaddedBytes.of(type + "," + "-".repeat(PlainCluster.ID) + ",");
        this.idAt = prefix.length() - PlainCluster.ID - 1;
        this.won = outcomes(layout, ",won,");
        this.lost = outcomes(layout, ",lost,");
        this.longestOutcome =
                Arrays.stream(lost).mapToInt(PaddedBytes::length).max().orElse(0);
        this.goldens = new RowBytes(files, type);
        this.crosswalk = new RowBytes(files, crosswalk);
        this.provenance = new RowBytes(files, provenance);
    }

    private static PaddedBytes[] outcomes(PlainLayout layout, String outcome) {
        return layout.schema().properties().stream()
                .map(property -> PaddedBytes.of(property.name() + outcome))
                .toArray(PaddedBytes[]::new);
    }

    @Override
    public void golden(PlainCluster cluster) {
        cluster.id(prefix.bytes(), idAt);
        row(cluster);
        members(cluster);
        if (cluster.size() > 1) {
            claims(cluster);
        }
    }

    private void row(PlainCluster cluster) {
        RowBytes rows = goldens;
        rows.room(prefix.length() + BESIDE + cluster.mostLetters());
        rows.add(prefix.bytes(), idAt, prefix.length() - idAt);
        int size = cluster.size();
        if (size > 9) {
            rows.octet((char) ('0' + size / 10));
        }
        rows.octet((char) ('0' + size % 10));
        for (int i = 0; i < properties; i++) {
            rows.octet(',');
            int winner = cluster.winnerOf(i);
            if (winner >= 0) {
                cell(rows, cluster, winner, i);
            }
        }
        rows.octet('\n');
    }

    private void members(PlainCluster cluster) {
        RowBytes rows = crosswalk;
        for (int i = 0; i < cluster.size(); i++) {
            int member = cluster.member(i);
            PaddedBytes system = cluster.systemName(member);
            rows.room(prefix.length() + BESIDE + system.length() + 2 * cluster.idLength[member]);
            rows.add(prefix);
            rows.add(system);
            rows.octet(',');
            rows.cell(cluster.arena(), cluster.idFrom[member], cluster.idLength[member], cluster.idQuoted[member]);
            rows.octet('\n');
        }
    }

    private static void cell(RowBytes rows, PlainCluster cluster, int place, int property) {
        int slot = cluster.slot(place, property);
        if (cluster.isBlank(slot)) {
            rows.octet('"');
            rows.octet('"');
        } else {
            rows.cell(cluster.arena(), cluster.speltFrom[slot], cluster.speltLength[slot], cluster.speltQuoted[slot]);
        }
    }

    private void claims(PlainCluster cluster) {
        int longest = 0;
        for (int i = 0; i < cluster.size(); i++) {
            longest = Math.max(longest, tail(cluster, i));
        }
        int beside = prefix.length() + longestOutcome + longest + BESIDE;
        provenance.room(properties * cluster.size() * beside + cluster.mostLetters());
        for (int property = 0; property < properties; property++) {
            int winner = cluster.winnerOf(property);
            int left = winner < 0 ? -1 : cluster.lost(property);
            PaddedBytes outcome = won[property];
            int place = winner;
            for (int next = 0; left >= 0; left--) { // the winner, then the losers in their order
                claim(cluster, property, place, outcome);
                outcome = lost[property];
                while (left > 0 && !cluster.isLost(next, property)) {
                    next++;
                }
                place = next++;
            }
        }
    }

    private void claim(PlainCluster cluster, int property, int place, PaddedBytes outcome) {
        RowBytes rows = provenance;
        rows.add(prefix);
        rows.add(outcome);
        cell(rows, cluster, place, property);
        rows.add(tails[place], 0, tailLengths[place]);
    }

    /** Writes what all claims of a record end with; returns its length. */
    private int tail(PlainCluster cluster, int place) {
        int member = cluster.member(place);
        PaddedBytes system = cluster.systemName(member);
        int length = cluster.idLength[member];
        int wanted = system.length() + 2 * length + TimeSpelling.MOST + RULE.length() + BESIDE;
        if (tails[place].length < wanted) {
            tails[place] = new byte[wanted];
        }
        byte[] tail = tails[place];
        tail[0] = ',';
        int at = system.copy(tail, 1);
        tail[at++] = ',';
        at = cluster.idQuoted[member]
                ? RowBytes.quoted(cluster.arena(), cluster.idFrom[member], length, tail, at)
                : ByteWords.copy(cluster.arena(), cluster.idFrom[member], tail, at, length);
        tail[at++] = ',';
        at = RULE.copy(tail, times.write(cluster.modified[member], tail, at));
        tailLengths[place] = at;
        return at;
    }

    /** Writes what is left. */
    public void flush() {
        goldens.flush();
        crosswalk.flush();
        provenance.flush();
    }
}
