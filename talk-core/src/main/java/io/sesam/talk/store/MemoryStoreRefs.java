package io.sesam.talk.store;

import io.sesam.talk.model.RecordRef;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A small sorted set of references, the lesser ids first; most hold one, so that an array takes the least memory. */
final class MemoryStoreRefs {
    private static final Comparator<RecordRef> ORDER = Comparator.comparing(
                    RecordRef::id, MemoryStoreRefs::byCodePoints)
            .thenComparing(RecordRef::system)
            .thenComparing(RecordRef::type);

    private RecordRef[] refs = new RecordRef[1];
    private int size;

    /** The order of ids: that of their UTF-8, which databases share. {@code String}'s own differs beyond U+FFFF. */
    static int byCodePoints(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return rank(one.charAt(i)) - rank(other.charAt(i));
            }
        }
        return one.length() - other.length();
    }

    /** Surrogates stand for what comes after everything else. */
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

    /** Takes one away, and tells whether none is left. */
    boolean remove(RecordRef ref) {
        int index = find(ref);
        if (index >= 0) {
            size--;
            System.arraycopy(refs, index + 1, refs, index, size - index);
        }
        return size == 0;
    }

    /** The first ones, at most so many; valid until the next change. */
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
