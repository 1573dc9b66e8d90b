package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The spellings of countries or genders in a property, numbered as they come. For any thread. */
final class Vocabulary {
    /** A property with more of them holds something else; it is merged as objects. */
    private static final int MOST = 1_000;

    private final Kind kind;
    private final List<Object> words = new CopyOnWriteArrayList<>();

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
            }
            return again;
        }
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
        return words.get(number) instanceof Gender gender ? gender.said() : ((Country) words.get(number)).said();
    }
}
