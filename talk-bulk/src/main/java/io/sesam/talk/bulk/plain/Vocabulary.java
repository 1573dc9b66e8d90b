package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The spellings of countries or genders in a property, numbered as they come. For any thread. */
final class Vocabulary {
    /** A property with more of them holds something else; it is merged as objects. */
    private static final int MOST = 1_000;

    /** So many spellings are found among bytes. */
    private static final int FREQUENT = 8;

    private static final char REPLACED = '\ufffd';

    private final Kind kind;
    private final List<Object> words = new CopyOnWriteArrayList<>();
    private volatile byte[][] frequent = new byte[0][];

    Vocabulary(Kind kind) {
        this.kind = kind;
    }

    /** Returns the number of a spelling; -1 when there are too many. */
    int number(String said) {
        int found = find(said);
        if (found >= 0) {
            return found;
        }
        synchronized (this) {
            int again = find(said);
            if (again < 0 && words.size() < MOST) {
                again = words.size();
                words.add(kind == Kind.GENDER ? Gender.parse(said) : Country.parse(said));
                if (again < FREQUENT) {
                    byte[][] more = Arrays.copyOf(frequent, again + 1);
                    more[again] = said.getBytes(StandardCharsets.UTF_8);
                    frequent = more;
                }
            }
            return again;
        }
    }

    /** Returns the number of a spelling in UTF-8; -1 when there are too many, or when it needs more care. */
    int number(byte[] text, int from, int to) {
        byte[][] first = frequent;
        for (int i = 0; i < first.length; i++) {
            if (Arrays.equals(first[i], 0, first[i].length, text, from, to)) {
                return i;
            }
        }
        String said = new String(text, from, to - from, StandardCharsets.UTF_8);
        return said.isBlank() || said.indexOf(REPLACED) >= 0 ? -1 : number(said);
    }

    private int find(String said) {
        for (int i = 0; i < words.size(); i++) {
            if (said(i).equals(said)) {
                return i;
            }
        }
        return -1;
    }

    int size() {
        return words.size();
    }

    Object word(int number) {
        return words.get(number);
    }

    String said(int number) {
        return words.get(number) instanceof Gender gender
                ? gender.original()
                : ((Country) words.get(number)).original();
    }
}
