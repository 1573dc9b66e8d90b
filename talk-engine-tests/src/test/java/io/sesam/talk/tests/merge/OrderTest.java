package io.sesam.talk.tests.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.IncrementalMerge;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Order does not matter, and the two ways to merge agree. */
final class OrderTest {
    private static final int HISTORIES = 500;

    @Test
    @Tag("R7")
    void anyOrderBatchingAndReplayGivesTheSameGoldenRecords() {
        inAnyOrder(1, HISTORIES);
    }

    /** The first seed and the number of histories may be given as {@code -Dtalk.seed} and {@code -Dtalk.histories}. */
    @Test
    @Tag("R7")
    @Tag("slow")
    void soDoManyMore() {
        inAnyOrder(Long.getLong("talk.seed", 10_000), Integer.getInteger("talk.histories", 1500));
    }

    private static void inAnyOrder(long start, int histories) {
        for (long seed = start; seed < start + histories; seed++) {
            History history = new History(seed);
            BulkMerge.Result expected = bulk(history.last(), history.links);
            Random dice = new Random(seed);
            for (int order = 0; order < 3; order++) {
                assertSame(history, expected, history.shuffled(dice), dice);
            }
        }
    }

    /** Among the holders of a match key are records to which Talk wrote it: these prove no oversized cluster. */
    @Test
    @Tag("R7")
    void anOversizedClusterIsRecognisedAmongRecordsThatOnlyEchoItsKey() {
        inAnyOrder(3757, 1);
    }

    @Test
    @Tag("R7")
    void theBulkMergeDoesNotMindTheOrderEither() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            List<SourceRecord> shuffled = new ArrayList<>(history.last());
            List<Link> links = new ArrayList<>(history.links);
            Collections.shuffle(shuffled, new Random(seed));
            Collections.shuffle(links, new Random(seed));

            assertThat(byId(bulk(shuffled, links).goldens()))
                    .as("%s", history)
                    .isEqualTo(byId(bulk(history.last(), history.links).goldens()));
        }
    }

    private static void assertSame(
            History history, BulkMerge.Result expected, List<SourceRecord> arrivals, Random dice) {
        try (IncrementalMerge merge = IncrementalMerge.of(History.POLICY)) {
            List<Link> links = new ArrayList<>(history.links);
            Collections.shuffle(links, dice);
            int at = 0;
            while (at < arrivals.size()) {
                int end = Math.min(arrivals.size(), at + 1 + dice.nextInt(5));
                merge.upsert(arrivals.subList(at, end));
                at = end;
                if (!links.isEmpty() && dice.nextBoolean()) {
                    merge.link(links.remove(0));
                }
            }
            links.forEach(merge::link);
            assertThat(byId(merge.goldens())).as("%s", history).isEqualTo(byId(expected.goldens()));
            Set<Object> parked =
                    history.versions.keySet().stream().filter(merge::isParked).collect(Collectors.toSet());
            assertThat(parked).as("parked, %s", history).isEqualTo(new TreeSet<>(expected.parked()));
        }
    }

    private static BulkMerge.Result bulk(List<SourceRecord> records, List<Link> links) {
        return BulkMerge.of(History.POLICY).linkedBy(links).merge(records);
    }

    private static Map<GoldenId, GoldenRecord> byId(List<GoldenRecord> goldens) {
        return goldens.stream()
                .collect(Collectors.toMap(GoldenRecord::id, golden -> golden, (a, b) -> a, TreeMap::new));
    }
}
