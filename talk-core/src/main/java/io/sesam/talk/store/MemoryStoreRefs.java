package io.sesam.talk.store;

import io.sesam.talk.model.RecordRef;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A small sorted set of references, lesser ids first. Most hold one, so an array takes the least memory. */
final class MemoryStoreRefs {
    private static final Comparator<RecordRef> ORDER = Comparator.comparing(
                    RecordRef::id, MemoryStoreRefs::byCodePoints)
            .thenComparing(RecordRef::system)
            .thenComparing(RecordRef::type);

    private RecordRef[] refs = new RecordRef[1];
    private int size;

    /**
     * Compares ids by code points, the order of UTF-8 in databases. {@code String}'s own order differs beyond
     * U+FFFF.
     */
    static int byCodePoints(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return rank(one.charAt(i)) - rank(other.charAt(i));
            }
        }
        return one.length() - other.length();
    }

    /** Sorts surrogates after all other units. */
    private static int rank(char unit) {
        return unit > Character.MAX_SURROGATE ? unit - 0x800 : Character.isSurrogate(unit) ? unit + 0x2000 : unit;
    }

    void add(RecordRef ref) {
        int index = find(ref);
        if (index >= 0) {
            return;
        }
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
        }
        System.arraycopy(refs, -index - 1, refs, -index, size + index + 1);
        refs[-index - 1] = ref;
        size++;
    }

    /** Removes a reference; returns whether none is left. */
    boolean remove(RecordRef ref) {
        int index = find(ref);
        if (index >= 0) {
            size--;
            System.arraycopy(refs, index + 1, refs, index, size - index);
        }
        return size == 0;
    }

    /** Returns the first references, at most a number. Valid until the next change. */
    List<RecordRef> first(int limit) {
        return Collections.unmodifiableList(Arrays.asList(refs).subList(0, Math.min(limit, size)));
    }

    List<RecordRef> all() {
        return first(size);
    }

    private int find(RecordRef ref) {
        return Arrays.binarySearch(refs, 0, size, ref, ORDER);
    }
}
