package io.sesam.talk.bulk;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The steps of a bulk merge as another engine would take them, in memory. A test may break one of them.
 *
 * <p>Without a change it must give what one merge gives; with any of the mutants it must not.
 */
final class MemoryPipeline {
    private final World world;
    private final int shards;
    /** Whether the atlas takes a join. */
    BiPredicate<Long, Long> joins = (one, other) -> true;
    /** Whether the shards know of references given more than once. */
    boolean knowsRepeated = true;
    /** Whether only records that no link names count as alone. */
    boolean respectsLinks = true;
    /** Where the atlas asks for a root. */
    boolean usesAtlas = true;

    MemoryPipeline(World world, int shards) {
        this.world = world;
        this.shards = shards;
    }

    List<String> rows(List<SourceRecord> records) {
        Collected sink = new Collected();
        List<SourceRecord> companies = world.of(EntityType.ORGANISATION, records);
        merge(world.organisations, companies, sink);
        BulkMerge.Result first =
                BulkMerge.of(world.organisations).linkedBy(world.links).merge(companies);
        merge(world.people, world.joined(records, first), sink);
        return sink.sorted();
    }

    private record Placed(Place place, SourceRecord record) {}

    private void merge(TypePolicy policy, List<SourceRecord> records, RowSink sink) {
        Set<Long> linked = new HashSet<>();
        Atlas atlas = Atlas.limitedTo(100_000);
        List<Link> links = world.links.stream()
                .filter(link -> link.first().type().equals(policy.type()))
                .toList();
        for (Link link : links) {
            linked.add(Survey.hash(link.first()));
            linked.add(Survey.hash(link.second()));
            if (!link.apart()) {
                join(atlas, Survey.hash(link.first()), Survey.hash(link.second()));
            }
        }
        Survey survey = Survey.of(policy, respectsLinks ? linked::contains : hash -> false);
        LargeHomes large = LargeHomes.of(64);
        Map<Long, Integer> seen = new HashMap<>();
        List<Placed> placed = new ArrayList<>();
        for (SourceRecord record : records) {
            Place place = survey.place(Normalizer.normalize(record));
            placed.add(new Placed(place, Normalizer.normalize(record)));
            seen.merge(place.reference(), 1, Integer::sum);
            for (long key : place.keys()) {
                join(atlas, key, place.home());
            }
            if (place.isAlone()) {
                large.offer(place.home());
            }
        }
        for (Placed one : placed) {
            if (linked.contains(one.place().reference()) || seen.get(one.place().reference()) > 1) {
                join(atlas, one.place().reference(), one.place().home());
            }
        }
        atlas.complete();
        ShardMerge merge =
                ShardMerge.of(policy, large, ref -> knowsRepeated && seen.getOrDefault(Survey.hash(ref), 0) > 1);
        try (RowSink.Rows out = sink.open()) {
            for (int shard = 0; shard < shards; shard++) {
                ShardMerge.Shard begun = merge.begin(out);
                for (int i = 0; i < placed.size(); i++) {
                    Placed one = placed.get(i);
                    if (shardOf(atlas, one.place().home()) == shard) {
                        begun.add(one.place().home(), one.place().isAlone(), one.record(), "memory", i);
                    }
                }
                for (Link link : links) {
                    if (shardOf(atlas, Survey.hash(link.first())) == shard) {
                        begun.link(link);
                    }
                }
                begun.merge();
            }
        }
    }

    private void join(Atlas atlas, long one, long other) {
        if (joins.test(one, other)) {
            atlas.join(one, other);
        }
    }

    private long shardOf(Atlas atlas, long home) {
        return Long.remainderUnsigned(usesAtlas ? atlas.root(home) : home, shards);
    }
}
