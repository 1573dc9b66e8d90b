package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * One cluster of plain records with its golden record; used again for the next one. For one thread.
 *
 * <p>The newest value of each property wins; of equally old ones that of the more trusted system, then that of the lesser
 * reference. A filled value wins against a blank one.
 */
public final class PlainCluster {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** A cluster has so many records at most. */
    static final int MOST = 64;

    /** The letters of a golden id. */
    static final int ID = 24;

    private final PlainLayout layout;
    private final int properties;
    private final PaddedBytes[] systemNames;
    private final int[] systemOrder;
    private final int[] systemRank;
    private final PaddedBytes[] founders;
    private final MessageDigest digest = sha256();
    private final byte[] hash = new byte[32];
    private byte[] founding = new byte[64];
    private final byte[] golden = new byte[ID];
    /** The words of all vocabularies as texts, by property and number: places in the arena. */
    private final int[][] words;

    private final int[][] wordLengths;
    private final boolean[][] wordQuoted;
    private int longestWord;
    /** The bytes of all members. */
    private int letters;

    private byte[] arena = new byte[0];
    private int size;
    private boolean founded;

    final int[] system = new int[MOST];
    final int[] idFrom = new int[MOST];
    final int[] idLength = new int[MOST];
    final boolean[] idQuoted = new boolean[MOST];
    final long[] modified = new long[MOST];
    private final int[] order = new int[MOST];
    /** 0 for unknown, 1 for blank, 2 for a value, by member and property. */
    private final byte[] states;

    final int[] speltFrom;
    final int[] speltLength;
    final boolean[] speltQuoted;
    private final int[] normalFrom;
    private final int[] normalLength;
    private final int[] winners;
    /** How many values of a property lost, and which: by place and property. */
    private final int[] losers;

    private final boolean[] lost;
    private int[] keyFrom = new int[8];
    private int[] keyLength = new int[8];

    /**
     * Creates a cluster.
     *
     * @param words writes the words of vocabularies into the arena and returns their places
     */
    PlainCluster(PlainLayout layout, Words words) {
        this.layout = layout;
        this.properties = layout.size();
        int systems = layout.systems().size();
        this.systemNames = new PaddedBytes[systems];
        this.systemOrder = new int[systems];
        this.systemRank = new int[systems];
        this.founders = new PaddedBytes[systems];
        for (int i = 0; i < systems; i++) {
            String name = layout.systems().get(i).value();
            systemNames[i] = PaddedBytes.of(name);
            systemRank[i] = layout.policy().survivorship().rank(layout.systems().get(i));
            founders[i] = PaddedBytes.of(layout.schema().type().name() + "\0" + name + "\0");
            for (int other = 0; other < systems; other++) {
                systemOrder[i] += layout.systems().get(other).value().compareTo(name) < 0 ? 1 : 0;
            }
        }
        this.words = new int[properties][];
        this.wordLengths = new int[properties][];
        this.wordQuoted = new boolean[properties][];
        for (int i = 0; i < properties; i++) {
            Vocabulary vocabulary = layout.vocabulary(i);
            int count = vocabulary == null ? 0 : vocabulary.size();
            this.words[i] = new int[count];
            wordLengths[i] = new int[count];
            wordQuoted[i] = new boolean[count];
            for (int word = 0; word < count && vocabulary != null; word++) {
                String text = vocabulary.word(word).toString();
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                this.words[i][word] = words.add(utf8);
                wordLengths[i][word] = utf8.length;
                longestWord = Math.max(longestWord, utf8.length);
                wordQuoted[i][word] = text.isEmpty() || text.chars().anyMatch(PlainTags::needsQuotes);
            }
        }
        this.states = new byte[MOST * properties];
        this.speltFrom = new int[MOST * properties];
        this.speltLength = new int[MOST * properties];
        this.speltQuoted = new boolean[MOST * properties];
        this.normalFrom = new int[MOST * properties];
        this.normalLength = new int[MOST * properties];
        this.winners = new int[properties];
        this.losers = new int[properties];
        this.lost = new boolean[MOST * properties];
    }

    /** Keeps texts in the arena. */
    @FunctionalInterface
    interface Words {
        int add(byte[] text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    void begin(byte[] bytes) {
        arena = bytes;
        size = 0;
        letters = 0;
        founded = false;
    }

    /** Adds a record from its bytes in the arena. */
    void add(int offset) {
        byte[] from = arena;
        int at = offset;
        int member = size++;
        int octet = from[at++];
        system[member] = octet & PlainTags.FORM;
        idQuoted[member] = octet < 0;
        int length = from[at++];
        if (length < 0) {
            length = longNumber(from, at - 1);
            at += sizeOf(length) - 1;
        }
        idLength[member] = length;
        idFrom[member] = at;
        at += length;
        modified[member] = (long) WORDS.get(from, at);
        at += Long.BYTES;
        int keys = from[at++];
        if (keys > keyFrom.length) {
            keyFrom = new int[keys];
            keyLength = new int[keys];
        }
        for (int i = 0; i < keys; i++) {
            length = from[++at];
            at++;
            if (length < 0) {
                length = longNumber(from, at - 1);
                at += sizeOf(length) - 1;
            }
            keyLength[i] = length;
            keyFrom[i] = at;
            at += length + (i == 0 ? 0 : Long.BYTES);
        }
        int slot = member * properties;
        for (int i = 0; i < properties; i++) {
            at = cell(from, at, i, slot++);
        }
        letters += at - offset;
        order[member] = member;
    }

    /** Reads a cell; returns the offset after it. */
    private int cell(byte[] from, int offset, int property, int slot) {
        int at = offset;
        int octet = from[at++];
        speltQuoted[slot] = octet < 0;
        int form = octet & PlainTags.FORM;
        states[slot] =
                (byte) (form == PlainTags.UNKNOWN ? 0 : form == PlainTags.BLANK || form == PlainTags.NOTHING ? 1 : 2);
        if (form <= PlainTags.BLANK) {
            return at;
        }
        if (form == PlainTags.WORD) {
            int word = number(from, at);
            speltFrom[slot] = words[property][word];
            speltLength[slot] = wordLengths[property][word];
            speltQuoted[slot] = wordQuoted[property][word];
            normalFrom[slot] = speltFrom[slot];
            normalLength[slot] = speltLength[slot];
            return at + sizeOf(word);
        }
        int key = -1;
        if (form == PlainTags.KEY || form == PlainTags.KEYED || form == PlainTags.CASED) {
            key = from[at++];
        }
        if (form == PlainTags.KEY) {
            speltFrom[slot] = keyFrom[key];
            speltLength[slot] = keyLength[key];
        } else {
            at = text(from, at, slot);
            if (form == PlainTags.THREE || form == PlainTags.KEYED) {
                at = text(from, at, slot); // the spelling, after what was said
            }
        }
        if (key >= 0) {
            normalFrom[slot] = keyFrom[key];
            normalLength[slot] = keyLength[key];
        } else if (form == PlainTags.THREE) {
            int length = number(from, at);
            at += sizeOf(length);
            normalFrom[slot] = at;
            normalLength[slot] = length;
            at += length;
        } else {
            normalFrom[slot] = speltFrom[slot];
            normalLength[slot] = speltLength[slot];
        }
        return at;
    }

    /** Notes a text as the spelling; returns the offset after it. */
    private int text(byte[] from, int offset, int slot) {
        int length = from[offset];
        int at = offset + 1;
        if (length < 0) {
            length = longNumber(from, offset);
            at = offset + sizeOf(length);
        }
        speltFrom[slot] = at;
        speltLength[slot] = length;
        return at + length;
    }

    private static int number(byte[] from, int at) {
        return from[at] >= 0 ? from[at] : longNumber(from, at);
    }

    private static int longNumber(byte[] from, int offset) {
        int at = offset;
        int value = 0;
        int shift = 0;
        while (from[at] < 0) {
            value |= (from[at++] & 0x7f) << shift;
            shift += 7;
        }
        return value | from[at] << shift;
    }

    private static int sizeOf(int number) {
        return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : number < 1 << 21 ? 3 : number < 1 << 28 ? 4 : 5;
    }

    /** Sorts the members and chooses the values; after all were added. */
    void merge() {
        for (int i = 1; i < size; i++) {
            int member = order[i];
            int place = i;
            while (place > 0 && compare(order[place - 1], member) > 0) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = member;
        }
        if (size == 1) {
            for (int i = 0; i < properties; i++) {
                winners[i] = states[i] > 0 ? 0 : -1;
                losers[i] = 0;
            }
            return;
        }
        for (int i = 0; i < properties; i++) {
            winners[i] = winner(i);
            losers[i] = losers(i);
        }
    }

    private int compare(int one, int other) {
        int bySystem = Integer.compare(systemOrder[system[one]], systemOrder[system[other]]);
        return bySystem != 0
                ? bySystem
                : Arrays.compareUnsigned(
                        arena,
                        idFrom[one],
                        idFrom[one] + idLength[one],
                        arena,
                        idFrom[other],
                        idFrom[other] + idLength[other]);
    }

    /** Returns the place of the winner in the order; -1 when no member says anything. */
    private int winner(int property) {
        int best = -1;
        for (int i = 0; i < size; i++) {
            if (state(i, property) > 0 && (best < 0 || beats(i, best, property))) {
                best = i;
            }
        }
        return best;
    }

    /** Compares two members, of which the first has the greater reference. */
    private boolean beats(int place, int best, int property) {
        int one = state(place, property);
        int other = state(best, property);
        if (one != other) {
            return one > other;
        }
        long oneTime = modified[order[place]];
        long otherTime = modified[order[best]];
        return oneTime != otherTime
                ? oneTime > otherTime
                : systemRank[system[order[place]]] < systemRank[system[order[best]]];
    }

    private int state(int place, int property) {
        return states[order[place] * properties + property];
    }

    /** Returns the number of records. */
    public int size() {
        return size;
    }

    /** Checks whether two records are of one system. */
    boolean hasOneSystemTwice() {
        long seenLow = 0;
        long seenHigh = 0;
        for (int i = 0; i < size; i++) {
            long bit = 1L << system[i];
            if (system[i] < Long.SIZE) {
                if ((seenLow & bit) != 0) {
                    return true;
                }
                seenLow |= bit;
            } else {
                if ((seenHigh & bit) != 0) {
                    return true;
                }
                seenHigh |= bit;
            }
        }
        return false;
    }

    /** Returns the reference of a record; the oldest is at the place 0. */
    public RecordRef ref(int place) {
        int member = order[place];
        return new RecordRef(
                layout.systems().get(system[member]),
                layout.schema().type(),
                new String(arena, idFrom[member], idLength[member], StandardCharsets.UTF_8));
    }

    /** Sets a golden id other than that of the oldest record. */
    public void keep(GoldenId id) {
        byte[] letters = id.value().getBytes(StandardCharsets.ISO_8859_1);
        if (letters.length != ID) {
            throw new IllegalArgumentException("a golden id has " + ID + " letters, not " + letters.length);
        }
        System.arraycopy(letters, 0, golden, 0, ID);
        founded = true;
    }

    /** Returns the golden id. */
    public String id() {
        byte[] letters = new byte[ID];
        id(letters, 0);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    /** Writes the golden id. */
    void id(byte[] into, int from) {
        if (!founded) {
            int oldest = order[0];
            PaddedBytes founder = founders[system[oldest]];
            int wanted = founder.length() + idLength[oldest];
            if (founding.length < wanted + ByteWords.SLACK) {
                founding = new byte[2 * wanted + ByteWords.SLACK];
            }
            ByteWords.copy(arena, idFrom[oldest], founding, founder.copy(founding, 0), idLength[oldest]);
            digest.update(founding, 0, wanted);
            try {
                digest.digest(hash, 0, hash.length);
            } catch (DigestException e) {
                throw new IllegalStateException("a SHA-256 has 32 bytes", e);
            }
            GoldenId.spell(hash, golden, 0);
            founded = true;
        }
        System.arraycopy(golden, 0, into, from, ID);
    }

    private int losers(int property) {
        int count = 0;
        for (int i = 0; winners[property] >= 0 && i < size; i++) {
            boolean loses = loses(i, property);
            lost[i * properties + property] = loses;
            count += loses ? 1 : 0;
        }
        return count;
    }

    private boolean loses(int place, int property) {
        int state = state(place, property);
        int won = state(winners[property], property);
        if (state == 0 || place == winners[property]) {
            return false;
        }
        if (state != won || state == 1) {
            return state != won;
        }
        int one = slot(place, property);
        int other = slot(winners[property], property);
        return normalLength[one] != normalLength[other]
                || normalFrom[one] != normalFrom[other]
                        && !Arrays.equals(
                                arena,
                                normalFrom[one],
                                normalFrom[one] + normalLength[one],
                                arena,
                                normalFrom[other],
                                normalFrom[other] + normalLength[other]);
    }

    /** Returns how many values of a property lost against another one. */
    public int lost(int property) {
        return losers[property];
    }

    /** Checks whether the value of the member at a place lost; of several members only. */
    boolean isLost(int place, int property) {
        return lost[place * properties + property];
    }

    /** Returns how many bytes all cells of the cluster may have in a file. */
    int mostLetters() {
        return 2 * letters + size * properties * (2 * longestWord + 4);
    }

    byte[] arena() {
        return arena;
    }

    PaddedBytes systemName(int member) {
        return systemNames[system[member]];
    }

    /** Returns the place of the winner of a property; -1 for none. */
    int winnerOf(int property) {
        return winners[property];
    }

    /** Returns the number of the member at a place of the order. */
    int member(int place) {
        return order[place];
    }

    /** Returns where the cell of a place is described. */
    int slot(int place, int property) {
        return order[place] * properties + property;
    }

    boolean isBlank(int slot) {
        return states[slot] == 1;
    }
}
