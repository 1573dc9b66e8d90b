package io.sesam.talk.bulk;

import io.sesam.talk.bulk.ids.KeptIds;
import io.sesam.talk.bulk.work.Tasks;
import io.sesam.talk.bulk.work.WorkDirectory;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TypePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Merge of any number of records on one machine, in bounded memory.
 *
 * <p>The result is that of {@link io.sesam.talk.merge.BulkMerge} over all records, whatever the number of shards and the
 * order of the input. What does not fit into memory lies in private files of a work directory, which is deleted at the
 * end, also after a failure. Types are merged before those that refer to them (R38); a reference to a type that is not
 * among them, or to the own one, is taken as it is given. Immutable; starts no thread.
 */
@Experimental
public final class LocalBulk {
    private static final int MOST_SHARDS = 512;
    private static final int SHARDS_OF_UNKNOWN = 64;
    /** Small shards stay in the processor's caches: twenty thousand records or so. */
    private static final long SHARD_BYTES = 2 << 20;
    /** What a record takes in memory, compared with its bytes on disk. */
    private static final long MEMORY_PER_BYTE = 10;
    /** What a joined home takes in the atlas while it grows. */
    private static final long ATLAS_BYTES = 80;

    private final List<TypePolicy> policies;
    private final Iterable<Link> links;
    private final @Nullable EarlierIds earlier;
    private final Executor executor;
    private final int threads;
    private final int shards;
    private final long memory;
    private final Listener listener;
    private final BooleanSupplier cancelled;

    /** Is told how far a merge is; may be called by any thread. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes note of progress.
         *
         * @param step what is being done, in a few words
         * @param done so many of them are done
         * @param total of so many; 0 when unknown
         */
        void on(String step, long done, long total);
    }

    /** The golden ids of an earlier merge, such as those in its crosswalk. */
    @Experimental
    @FunctionalInterface
    public interface EarlierIds {
        /** Takes what is known of the earlier merge. */
        @Experimental
        @FunctionalInterface
        interface Rows {
            /** Takes a record with the id of its golden record; one of another type is ignored. */
            void row(RecordRef record, GoldenId golden);
        }

        /** Reads all rows, in any order. Called once for each merge. */
        void read(Rows rows) throws IOException;
    }

    private LocalBulk(
            List<TypePolicy> policies,
            Iterable<Link> links,
            @Nullable EarlierIds earlier,
            Executor executor,
            int threads,
            int shards,
            long memory,
            Listener listener,
            BooleanSupplier cancelled) {
        this.policies = policies;
        this.links = links;
        this.earlier = earlier;
        this.executor = executor;
        this.threads = threads;
        this.shards = shards;
        this.memory = memory;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    /** Creates a merge of types, in the calling thread, with half of the JVM's memory. */
    public static LocalBulk of(TypePolicy... policies) {
        return new LocalBulk(
                List.of(policies),
                List.of(),
                null,
                Runnable::run,
                1,
                0,
                Runtime.getRuntime().maxMemory() / 2,
                (step, done, total) -> {},
                () -> false);
    }

    /** Sets the links; they are gone through once for each type. */
    public LocalBulk linkedBy(Iterable<Link> bonds) {
        return new LocalBulk(policies, bonds, earlier, executor, threads, shards, memory, listener, cancelled);
    }

    /**
     * Keeps the golden ids of an earlier merge.
     *
     * <p>Each earlier id has one heir: the record it was made from, or, where that one is gone, the record with the least
     * reference of those that had it. A golden record keeps the id of its oldest heir, so that a new record never changes
     * an id; when two golden records become one, the id of the older heir stays, and when one is split, the part with the
     * heir keeps it. A golden record without an heir gets an id that no other one has.
     */
    public LocalBulk keeping(EarlierIds ids) {
        return new LocalBulk(policies, links, ids, executor, threads, shards, memory, listener, cancelled);
    }

    /**
     * Sets the threads that help the calling one.
     *
     * @param most the most threads at work, with the calling one; the memory is shared among them
     */
    public LocalBulk on(Executor helpers, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a merge needs at least one thread, not " + most);
        }
        return new LocalBulk(policies, links, earlier, helpers, most, shards, memory, listener, cancelled);
    }

    /** Sets the number of shards; chosen by the size of the input without it. */
    public LocalBulk shards(int count) {
        if (count < 1 || count > MOST_SHARDS) {
            throw new IllegalArgumentException("a merge has 1 to " + MOST_SHARDS + " shards, not " + count);
        }
        return new LocalBulk(policies, links, earlier, executor, threads, count, memory, listener, cancelled);
    }

    /** Sets the memory for records and for the atlas, in bytes. */
    public LocalBulk memory(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a merge needs memory, not " + bytes + " bytes");
        }
        return new LocalBulk(policies, links, earlier, executor, threads, shards, bytes, listener, cancelled);
    }

    /** Sets the listener for progress. */
    public LocalBulk telling(Listener other) {
        return new LocalBulk(policies, links, earlier, executor, threads, shards, memory, other, cancelled);
    }

    /** Sets what is asked whether to give up. */
    public LocalBulk until(BooleanSupplier isCancelled) {
        return new LocalBulk(policies, links, earlier, executor, threads, shards, memory, listener, isCancelled);
    }

    /**
     * Merges sources.
     *
     * <p>Commits and closes the sink; after a failure it is closed without a commit.
     *
     * @param parent where the work directory is made; it needs about three times the size of the input
     * @throws TalkException UNREADABLE when more than 100 and more than 1 % of the rows are refused, or when the atlas or
     *     a group of records that belong together does not fit into the memory; UNWRITABLE when the disk is full;
     *     CANCELLED; CONFIGURATION when a source has a type without a policy
     */
    public BulkReport merge(Path parent, List<RecordSource> sources, RowSink sink) {
        try (sink) {
            requirePolicies(sources);
            Tally tally = new Tally();
            try (WorkDirectory work = WorkDirectory.in(parent, ".talk-merge-")) {
                Map<EntityType, KeptIds> kept = keptIds(work, sources);
                Map<EntityType, Crosswalk> crosswalks = new LinkedHashMap<>();
                for (TypePolicy policy : ReferenceJoin.targetsFirst(policies, TypePolicy::schema)) {
                    List<RecordSource> own = own(sources, policy);
                    Crosswalk crosswalk = isReferredTo(policy)
                            ? new Crosswalk(policy.type(), work.directory(policy.type() + "-crosswalk"))
                            : null;
                    Path directory = work.directory(policy.type().name());
                    merge(policy, own, directory, crosswalks, crosswalk, kept.get(policy.type()), sink, tally);
                    if (crosswalk != null) {
                        crosswalk.finish();
                        crosswalks.put(policy.type(), crosswalk);
                    }
                }
            }
            tally.checkRefused();
            sink.commit();
            return tally.report();
        }
    }

    /** Takes the earlier ids of all types; there are none without them. */
    private Map<EntityType, KeptIds> keptIds(WorkDirectory work, List<RecordSource> sources) {
        Map<EntityType, KeptIds> kept = new LinkedHashMap<>();
        EarlierIds ids = earlier;
        if (ids == null) {
            return kept;
        }
        for (TypePolicy policy : policies) {
            int count = shardsFor(own(sources, policy), shardLimit());
            kept.put(
                    policy.type(),
                    new KeptIds(
                            policy.type(),
                            name -> work.directory(policy.type() + "-" + name),
                            count,
                            Math.max(Crosswalk.PARTS, count),
                            atlasLimit(),
                            shardLimit()));
        }
        try {
            ids.read((record, golden) -> {
                KeptIds own = kept.get(record.type());
                if (own != null) {
                    own.earlier(record, golden);
                }
            });
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the crosswalk of the earlier merge cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); nothing was written. Check the file and its permissions, or start with new ids",
                    e);
        }
        return kept;
    }

    private static List<RecordSource> own(List<RecordSource> sources, TypePolicy policy) {
        return sources.stream()
                .filter(source -> source.type().equals(policy.type()))
                .toList();
    }

    private long shardLimit() {
        return Math.min(1 << 30, Math.max(1, memory / threads / MEMORY_PER_BYTE));
    }

    private long atlasLimit() {
        return Math.max(1, memory / ATLAS_BYTES);
    }

    private void merge(
            TypePolicy policy,
            List<RecordSource> own,
            Path directory,
            Map<EntityType, Crosswalk> crosswalks,
            @Nullable Crosswalk crosswalk,
            @Nullable KeptIds kept,
            RowSink sink,
            Tally tally) {
        long limit = shardLimit();
        Workshop workshop =
                new Workshop(executor, threads, shardsFor(own, limit), limit, atlasLimit(), listener, cancelled);
        new TypeMerge(policy, own, workshop, directory, crosswalks, crosswalk, kept, sink, tally).run(links);
    }

    private int shardsFor(List<RecordSource> own, long limit) {
        if (shards > 0) {
            return shards;
        }
        long bytes = 0;
        for (RecordSource source : own) {
            if (source.bytes() <= 0) {
                return SHARDS_OF_UNKNOWN;
            }
            bytes += source.bytes();
        }
        return (int) Math.max(1, Math.min(MOST_SHARDS, 1 + bytes * 3 / 2 / Math.min(SHARD_BYTES, limit)));
    }

    private void requirePolicies(List<RecordSource> sources) {
        List<String> problems = new ArrayList<>();
        for (RecordSource source : sources) {
            if (policies.stream().noneMatch(policy -> policy.type().equals(source.type()))) {
                problems.add(source.name() + " has records of the type " + source.type()
                        + ", for which the merge has no policy; it has "
                        + policies.stream().map(TypePolicy::type).toList());
            }
        }
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
    }

    private boolean isReferredTo(TypePolicy target) {
        return policies.stream()
                .anyMatch(policy ->
                        !policy.type().equals(target.type()) && ReferenceJoin.refersTo(policy.schema(), target.type()));
    }

    /** What the steps of one type work with. */
    record Workshop(
            Executor executor,
            int threads,
            int shards,
            long shardLimit,
            long atlasLimit,
            Listener listener,
            BooleanSupplier cancelled) {
        void run(int count, IntConsumer task) {
            Tasks.run(executor, threads, count, task);
        }

        void checkCancelled() {
            if (cancelled.getAsBoolean()) {
                throw new TalkException(ErrorCode.CANCELLED, "the merge was cancelled; nothing was written");
            }
        }
    }
}
