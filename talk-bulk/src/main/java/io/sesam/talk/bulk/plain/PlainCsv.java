package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.TextFiles;
import io.sesam.talk.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** Rows of CSV files, written from the bytes of plain records. For one thread. */
public final class PlainCsv implements PlainRows {
    private static final int FULL = 1 << 16;
    private static final int DAYS = 1 << 12;
    private static final long DAY = 86_400_000_000L;
    private static final long SECOND = 1_000_000L;
    private static final byte[] RULE = ascii(",newest\n");

    private final TextFiles files;
    /** The type and the id of the present golden record, with a comma after each. */
    private final byte[] prefix;

    private final int idAt;
    private final byte[][] won;
    private final byte[][] lost;
    private final Rows goldens;
    private final Rows crosswalk;
    private final Rows provenance;
    private final long[] days = new long[DAYS];
    private final byte[][] dates = new byte[DAYS][];
    /** What follows the value in the claims of a record: system, id, time, rule. */
    private final byte[][] tails = new byte[PlainCluster.MOST][64];

    private final int[] tailLengths = new int[PlainCluster.MOST];

    /** Creates rows of one type in the files of that name and of the others. */
    public PlainCsv(TextFiles files, PlainLayout layout, String crosswalk, String provenance) {
        this.files = files;
        String type = layout.schema().type().name();
        this.idAt = type.length() + 1;
        this.prefix = Arrays.copyOf(ascii(type + ","), idAt + PlainCluster.ID + 1);
        prefix[prefix.length - 1] = ',';
        this.won = new byte[layout.size()][];
        this.lost = new byte[layout.size()][];
        for (int i = 0; i < won.length; i++) {
            String name = layout.schema().property(i).name();
            won[i] = (name + ",won,").getBytes(StandardCharsets.UTF_8);
            lost[i] = (name + ",lost,").getBytes(StandardCharsets.UTF_8);
        }
        this.goldens = new Rows(type);
        this.crosswalk = new Rows(crosswalk);
        this.provenance = new Rows(provenance);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes for one file. */
    private final class Rows {
        private final String file;
        private byte[] bytes = new byte[FULL + (FULL >> 1)];
        private int length;

        Rows(String file) {
            this.file = file;
        }

        private void room(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        void octet(char letter) {
            room(1);
            bytes[length++] = (byte) letter;
        }

        void add(byte[] from, int offset, int count) {
            room(count);
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }

        void add(byte[] from) {
            add(from, 0, from.length);
        }

        void number(int value) {
            if (value < 10) {
                octet((char) ('0' + value));
            } else {
                add(ascii(Integer.toString(value)));
            }
        }

        void text(byte[] from, int offset, int count, boolean quoted) {
            if (!quoted) {
                add(from, offset, count);
                return;
            }
            room(2 * count + 2);
            bytes[length++] = '"';
            for (int i = offset; i < offset + count; i++) {
                if (from[i] == '"') {
                    bytes[length++] = '"';
                }
                bytes[length++] = from[i];
            }
            bytes[length++] = '"';
        }

        void flushFull() {
            if (length > FULL) {
                flush();
            }
        }

        void flush() {
            files.write(file, bytes, length);
            length = 0;
        }
    }

    @Override
    public void golden(PlainCluster cluster) {
        cluster.id(prefix, idAt);
        byte[] arena = cluster.arena();
        goldens.add(prefix, idAt, prefix.length - idAt);
        goldens.number(cluster.size());
        for (int i = 0; i < won.length; i++) {
            goldens.octet(',');
            int winner = cluster.winnerOf(i);
            if (winner >= 0) {
                cell(goldens, cluster, winner, i);
            }
        }
        goldens.octet('\n');
        goldens.flushFull();
        byte[][] systems = cluster.systemNames();
        for (int i = 0; i < cluster.size(); i++) {
            int member = cluster.member(i);
            crosswalk.add(prefix);
            crosswalk.add(systems[cluster.system[member]]);
            crosswalk.octet(',');
            crosswalk.text(arena, cluster.idFrom[member], cluster.idLength[member], cluster.idQuoted[member]);
            crosswalk.octet('\n');
        }
        crosswalk.flushFull();
        if (cluster.size() > 1) {
            claims(cluster);
        }
    }

    private void cell(Rows rows, PlainCluster cluster, int place, int property) {
        if (cluster.stateOf(place, property) == 1) {
            rows.octet('"');
            rows.octet('"');
        } else {
            rows.text(
                    cluster.arena(),
                    cluster.speltFrom(place, property),
                    cluster.speltLength(place, property),
                    cluster.isQuoted(place, property));
        }
    }

    private void claims(PlainCluster cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            tail(cluster, i);
        }
        for (int property = 0; property < won.length; property++) {
            int winner = cluster.winnerOf(property);
            if (winner >= 0) {
                claim(cluster, property, winner, won[property]);
                for (int i = 0; i < cluster.size(); i++) {
                    if (cluster.isLost(i, property)) {
                        claim(cluster, property, i, lost[property]);
                    }
                }
            }
        }
        provenance.flushFull();
    }

    private void claim(PlainCluster cluster, int property, int place, byte[] outcome) {
        provenance.add(prefix);
        provenance.add(outcome);
        cell(provenance, cluster, place, property);
        provenance.add(tails[place], 0, tailLengths[place]);
    }

    /** Writes what all claims of a record end with. */
    private void tail(PlainCluster cluster, int place) {
        int member = cluster.member(place);
        byte[] system = cluster.systemNames()[cluster.system[member]];
        int wanted = system.length + 2 * cluster.idLength[member] + 64;
        if (tails[place].length < wanted) {
            tails[place] = new byte[wanted];
        }
        byte[] tail = tails[place];
        int at = 0;
        tail[at++] = ',';
        System.arraycopy(system, 0, tail, at, system.length);
        at += system.length;
        tail[at++] = ',';
        at = id(cluster, member, tail, at);
        tail[at++] = ',';
        at = time(cluster.modified[member], tail, at);
        System.arraycopy(RULE, 0, tail, at, RULE.length);
        tailLengths[place] = at + RULE.length;
    }

    private static int id(PlainCluster cluster, int member, byte[] tail, int from) {
        byte[] arena = cluster.arena();
        int begin = cluster.idFrom[member];
        int count = cluster.idLength[member];
        if (!cluster.idQuoted[member]) {
            System.arraycopy(arena, begin, tail, from, count);
            return from + count;
        }
        int at = from;
        tail[at++] = '"';
        for (int i = begin; i < begin + count; i++) {
            if (arena[i] == '"') {
                tail[at++] = '"';
            }
            tail[at++] = arena[i];
        }
        tail[at++] = '"';
        return at;
    }

    private int time(long micros, byte[] into, int from) {
        if (!PlainCluster.isTime(micros)) {
            return from;
        }
        long day = Math.floorDiv(micros, DAY);
        long rest = micros - day * DAY;
        byte[] date = rest % SECOND == 0 ? date(day) : null;
        if (date == null) {
            byte[] text = ascii(SourceRecord.instant(micros).toString());
            System.arraycopy(text, 0, into, from, text.length);
            return from + text.length;
        }
        System.arraycopy(date, 0, into, from, date.length);
        int at = from + date.length;
        int second = (int) (rest / SECOND);
        into[at++] = 'T';
        at = two(second / 3600, into, at);
        into[at++] = ':';
        at = two(second / 60 % 60, into, at);
        into[at++] = ':';
        at = two(second % 60, into, at);
        into[at++] = 'Z';
        return at;
    }

    private byte[] date(long day) {
        int slot = (int) day & DAYS - 1;
        byte[] known = dates[slot];
        if (known == null || days[slot] != day) {
            known = ascii(LocalDate.ofEpochDay(day).toString());
            dates[slot] = known;
            days[slot] = day;
        }
        return known;
    }

    private static int two(int number, byte[] into, int at) {
        into[at] = (byte) ('0' + number / 10);
        into[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    /** Writes what is left. */
    public void flush() {
        goldens.flush();
        crosswalk.flush();
        provenance.flush();
    }
}
