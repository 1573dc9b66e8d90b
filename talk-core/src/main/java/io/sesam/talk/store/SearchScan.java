package io.sesam.talk.store;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.SearchText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** A search that looks at every golden record; keeps no more than a page of them in memory. */
final class SearchScan {
    private static final int PAGE = 1_000;

    /** Orders by text, then by id. */
    static final Comparator<Entry> ORDER = (one, other) -> {
        int byText = SearchText.compare(one.text(), other.text());
        return byText != 0
                ? byText
                : SearchText.compare(one.golden().value(), other.golden().value());
    };

    private SearchScan() {}

    /** An entry of an index: a rotation, or no text, and its golden record. */
    record Entry(String text, GoldenId golden) {
        /** The position after it. */
        String position() {
            return golden.value() + " " + text;
        }

        static Entry at(String position) {
            int space = position.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("no position of a search");
            }
            return new Entry(position.substring(space + 1), new GoldenId(position.substring(0, space)));
        }
    }

    static GoldenHits of(Store store, GoldenSearch search) {
        PriorityQueue<Entry> least = new PriorityQueue<>(ORDER.reversed());
        Entry after = search.after() == null ? null : Entry.at(search.after());
        long sequence = 0;
        for (List<StoredGolden> page = store.goldensAfter(0, PAGE);
                !page.isEmpty();
                page = store.goldensAfter(sequence, PAGE)) {
            sequence = page.get(page.size() - 1).sequence();
            for (StoredGolden golden : page) {
                entry(golden, search)
                        .filter(entry -> after == null || ORDER.compare(entry, after) > 0)
                        .ifPresent(entry -> {
                            least.add(entry);
                            if (least.size() > search.limit() + 1) {
                                least.poll();
                            }
                        });
            }
        }
        List<Entry> found = new ArrayList<>(least);
        found.sort(ORDER);
        return hits(found, search.limit());
    }

    /** A page of ordered entries, of which there is one more when another page follows. */
    static GoldenHits hits(List<Entry> found, int limit) {
        List<Entry> page = found.subList(0, Math.min(found.size(), limit));
        return new GoldenHits(
                page.stream().map(Entry::golden).toList(),
                found.size() > limit ? Optional.of(page.get(limit - 1).position()) : Optional.empty());
    }

    /** Whether an entry of an index shows its golden record. */
    static boolean isShown(Entry entry, StoredGolden golden, GoldenSearch search) {
        return search.accepts(golden.systems())
                && (search.words().isEmpty()
                        || SearchText.matches(entry.text(), search.words())
                                && SearchText.isFirst(entry.text(), SearchText.longest(search.words())));
    }

    /** The entry that shows a golden record; empty when it does not meet the conditions. */
    static Optional<Entry> entry(StoredGolden golden, GoldenSearch search) {
        if (golden.removed()
                || !golden.values().schema().type().equals(search.type())
                || !search.accepts(golden.systems())) {
            return Optional.empty();
        }
        if (search.words().isEmpty()) {
            return Optional.of(new Entry("", golden.id()));
        }
        String beginning = SearchText.longest(search.words());
        return SearchText.rotations(SearchText.words(golden.values())).stream()
                .filter(rotation -> rotation.startsWith(beginning) && SearchText.matches(rotation, search.words()))
                .min(SearchText::compare)
                .map(rotation -> new Entry(rotation, golden.id()));
    }
}
