package io.sesam.talk.bulk;

import io.sesam.talk.bulk.ids.Heirs;
import io.sesam.talk.bulk.ids.KeptIds;
import io.sesam.talk.bulk.plain.PlainCsv;
import io.sesam.talk.bulk.plain.PlainDecoder;
import io.sesam.talk.bulk.plain.PlainEncoder;
import io.sesam.talk.bulk.plain.PlainLayout;
import io.sesam.talk.bulk.plain.PlainMerge;
import io.sesam.talk.bulk.plain.PlainRecord;
import io.sesam.talk.bulk.work.FrameReader;
import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.bulk.work.NumberFiles;
import io.sesam.talk.bulk.work.PairFiles;
import io.sesam.talk.bulk.work.SpillFiles;
import io.sesam.talk.bulk.work.WorkDirectory;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.merge.RecordCodec;
import io.sesam.talk.merge.ReferenceJoin;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The merge of one type: links, survey, atlas, shuffle, shards.
 *
 * <p>In files, a record is its home, whether it is {@linkplain Place#isAlone() alone}, its source and position, and its
 * bytes.
 */
final class TypeMerge {
    private static final int COUNTERS = 1_024;
    private static final int CHECK_EACH = 4_096;
    /** The references of so many shards are one part when those that came again are looked for. */
    private static final int NUMBERS = 4;

    /** A shard of more bytes may hold a crowd. */
    private static final long LARGE = 8 << 20;

    private final TypePolicy policy;
    private final List<RecordSource> sources;
    private final LocalBulk.Workshop workshop;
    private final Path directory;
    private final Map<EntityType, Crosswalk> crosswalks;
    private final @Nullable Crosswalk crosswalk;
    private final @Nullable KeptIds kept;
    private final RowSink sink;
    private final Tally tally;
    private final RecordCodec codec;
    private final LongMap linked = new LongMap(16);
    private final LongMap repeated = new LongMap(16);
    private final Atlas atlas;
    private final SpillFiles homes;
    private final SpillFiles moved;
    private final SpillFiles links;
    private final NumberFiles references;
    private final PairFiles keys;
    private final boolean hasSeveralRules;
    /** The layout of plain records, where the result is written from bytes; else all are merged as objects. */
    private final @Nullable PlainLayout layout;

    private final Queue<PlainTools> unused = new ConcurrentLinkedQueue<>();

    TypeMerge(
            TypePolicy policy,
            List<RecordSource> sources,
            LocalBulk.Workshop workshop,
            Path directory,
            Map<EntityType, Crosswalk> crosswalks,
            @Nullable Crosswalk crosswalk,
            @Nullable KeptIds kept,
            RowSink sink,
            Tally tally) {
        this.policy = policy;
        this.sources = sources;
        this.workshop = workshop;
        this.directory = directory;
        this.crosswalks = Map.copyOf(crosswalks);
        this.crosswalk = crosswalk;
        this.kept = kept;
        this.sink = sink;
        this.tally = tally;
        this.codec = RecordCodec.of(policy.schema());
        this.atlas = Atlas.limitedTo(workshop.atlasLimit());
        this.homes = new SpillFiles(directory("homes"), workshop.shards(), workshop.shardLimit());
        this.moved = new SpillFiles(directory("moved"), workshop.shards(), workshop.shardLimit());
        this.links = new SpillFiles(directory("links"), workshop.shards(), workshop.shardLimit());
        int parts = Math.max(8, workshop.shards());
        this.references = new NumberFiles(directory("references"), Math.max(8, workshop.shards() / NUMBERS));
        this.keys = new PairFiles(directory("keys"), parts);
        this.hasSeveralRules = policy.rules().rules().size() > 1;
        this.layout = crosswalk == null && sink instanceof CsvRowSink && PlainLayout.isFor(policy)
                ? new PlainLayout(policy, joined())
                : null;
    }

    private Set<Integer> joined() {
        return IntStream.range(0, policy.schema().size())
                .filter(i -> policy.schema()
                        .property(i)
                        .target()
                        .filter(target -> crosswalks.containsKey(target) && !target.equals(policy.type()))
                        .isPresent())
                .boxed()
                .collect(Collectors.toSet());
    }

    private Path directory(String name) {
        try {
            Path made = directory.resolve(name);
            PrivateFiles.createDirectories(made);
            return made;
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    void run(Iterable<Link> bonds) {
        noteLinks(bonds);
        survey();
        chart();
        if (kept != null) {
            kept.settle(workshop::run, atlas::root, this::shardOf);
        }
        shuffle(bonds);
        mergeShards();
    }

    private void noteLinks(Iterable<Link> bonds) {
        for (Link link : bonds) {
            if (link.first().type().equals(policy.type())) {
                long first = Survey.hash(link.first());
                long second = Survey.hash(link.second());
                linked.put(first, 1);
                linked.put(second, 1);
                if (!link.apart()) {
                    atlas.join(first, second);
                }
            }
        }
    }

    // survey

    private void survey() {
        List<ReferenceJoin> joins = ReferenceJoin.of(
                policy.schema(),
                crosswalks.keySet().stream()
                        .filter(target -> !target.equals(policy.type()))
                        .toList());
        SpillFiles[] waiting = new SpillFiles[joins.size()];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = new SpillFiles(directory("join-" + i), Crosswalk.PARTS, workshop.shardLimit());
        }
        AtomicLong done = new AtomicLong();
        workshop.run(sources.size(), number -> read(number, new Intake(joins, waiting), done));
        tally.checkRefused();
        for (int i = 0; i < waiting.length; i++) {
            int join = i;
            waiting[join].finish();
            workshop.run(Crosswalk.PARTS, part -> join(join, part, new Intake(joins, waiting)));
        }
        homes.finish();
    }

    private void read(int number, Intake intake, AtomicLong done) {
        RecordSource source = sources.get(number);
        try (intake;
                RowSink.Rows out = sink.open()) {
            source.read(new RecordSource.Rows() {
                @Override
                public boolean cells(SystemName system, RecordSource.Cells cells, long position) {
                    boolean taken = intake.take(system, cells, number, position);
                    if (taken) {
                        count();
                    }
                    return taken;
                }

                @Override
                public void record(SourceRecord record, long position) {
                    if (record.ref().type().equals(policy.type())
                            && record.rawValues().schema().equals(policy.schema())) {
                        intake.take(0, record, number, position);
                    } else {
                        refuse(position, "it is no record of the type " + policy.type() + " with its properties");
                    }
                    count();
                }

                @Override
                public void refused(long position, String reason) {
                    refuse(position, reason);
                    count();
                }

                private void refuse(long position, String reason) {
                    Refusal refusal = Refusal.of(source.name(), position, reason);
                    tally.refuse(refusal);
                    out.refused(refusal);
                }

                private void count() {
                    intake.counted++;
                    if (intake.counted % CHECK_EACH == 0) {
                        workshop.checkCancelled();
                        workshop.listener().on("reading " + policy.type(), done.addAndGet(CHECK_EACH), 0);
                    }
                }
            });
            tally.read(intake.counted);
        } catch (IOException e) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    source.name() + " cannot be read (" + e.getClass().getSimpleName()
                            + "); nothing was written. Check the file and its permissions",
                    e);
        }
    }

    private void join(int join, int part, Intake intake) {
        EntityType target = intake.joins.get(join).targetType();
        Map<RecordRef, GoldenId> goldens = Map.of();
        try (intake;
                FrameReader frames = intake.waiting[join].open(part)) {
            Crosswalk known = crosswalks.get(target);
            boolean first = true;
            while (frames.next()) {
                if (first && known != null) {
                    goldens = known.load(part);
                    first = false;
                }
                Map<RecordRef, GoldenId> found = goldens;
                SourceRecord record = codec.record(frames.rest(Integer.BYTES + Long.BYTES));
                intake.take(
                        join + 1,
                        intake.joins.get(join).join(record, ref -> Optional.ofNullable(found.get(ref))),
                        frames.number(0),
                        frames.bits(Integer.BYTES));
            }
        }
        intake.waiting[join].drop(part);
        workshop.checkCancelled();
    }

    /** Takes records in one thread, through the joins to the survey. */
    private final class Intake implements AutoCloseable {
        private final List<ReferenceJoin> joins;
        private final SpillFiles[] waiting;
        private final Survey survey = Survey.of(policy, linked::contains);
        private final SpillFiles.Writer homes = TypeMerge.this.homes.writer();
        private final NumberFiles.Writer references = TypeMerge.this.references.writer();
        private final @Nullable PlainEncoder encoder = layout == null ? null : new PlainEncoder(layout);
        private final int[] from = new int[policy.schema().size()];
        private final int[] to = new int[policy.schema().size()];
        private long counted;

        Intake(List<ReferenceJoin> joins, SpillFiles[] waiting) {
            this.joins = joins;
            this.waiting = waiting;
        }

        boolean take(SystemName system, RecordSource.Cells cells, int source, long position) {
            if (encoder == null) {
                return false;
            }
            for (int i = 0; i < from.length; i++) {
                from[i] = cells.from(i);
                to[i] = cells.to(i);
            }
            if (!encoder.row(system, cells.bytes(), cells.idFrom(), cells.idTo(), from, to, cells.modified())) {
                return false;
            }
            PlainRecord record = encoder.record();
            long reference = record.reference();
            long home = record.keyCount() == 0 ? reference : record.key(0);
            boolean isLinked = linked.size() > 0 && linked.contains(reference);
            boolean isAlone = record.keyCount() == 1 && !isLinked;
            note(reference, home, isLinked);
            for (int i = 0; i < record.keyCount(); i++) {
                noteKey(i, record.key(i), home);
            }
            plain(record, home, isLinked, isAlone, source, position);
            return true;
        }

        void take(int begin, SourceRecord given, int source, long position) {
            SourceRecord record = given;
            for (int i = begin; i < joins.size(); i++) {
                Optional<RecordRef> target = joins.get(i).target(record);
                if (target.isPresent()) {
                    byte[] frame = Frames.waiting(source, position, codec.encode(record));
                    waiting[i].add(Crosswalk.part(target.get()), frame, 0, frame.length);
                    return;
                }
                record = joins.get(i).join(record, ref -> Optional.empty());
            }
            place(Normalizer.normalize(record), source, position);
        }

        private void place(SourceRecord record, int source, long position) {
            Place place = survey.place(record);
            note(place.reference(), place.home(), place.isLinked());
            for (int i = 0; i < place.keyCount(); i++) {
                noteKey(i, place.key(i), place.home());
            }
            if (encoder != null && encoder.record(record)) {
                plain(encoder.record(), place.home(), place.isLinked(), place.isAlone(), source, position);
                return;
            }
            byte[] frame = Frames.placed(
                    place.home(), place.isAlone() ? Frames.ALONE : 0, source, position, codec.encode(record));
            homes.add(shardOf(place.home()), frame, 0, frame.length);
        }

        private void note(long reference, long home, boolean isLinked) {
            references.add(reference);
            if (kept != null) {
                kept.present(reference, home);
            }
            if (isLinked) {
                join(reference, home);
            }
        }

        private void noteKey(int number, long key, long home) {
            if (hasSeveralRules) {
                keys.add(key, home);
            } else if (number > 0) {
                join(key, home);
            }
        }

        private void plain(
                PlainRecord record, long home, boolean isLinked, boolean isAlone, int source, long position) {
            int marks = Frames.PLAIN | (isAlone ? Frames.ALONE : 0) | (isLinked ? Frames.LINKED : 0);
            Frames.place(record.array(), home, marks, source, position);
            homes.add(shardOf(home), record.array(), 0, record.length());
        }

        private void join(long one, long other) {
            synchronized (atlas) {
                atlas.join(one, other);
            }
        }

        @Override
        public void close() {
            homes.close();
            references.close();
        }
    }

    // atlas and shuffle

    private void chart() {
        keys.seenAgain((key, first, home) -> atlas.join(first, home));
        workshop.run(
                references.parts(),
                part -> references.seenAgain(part, reference -> {
                    synchronized (repeated) {
                        repeated.put(reference, 1);
                    }
                }));
        joinRepeated();
        atlas.complete();
    }

    /** Joins the homes of records with one reference; there are few such records, or none at all. */
    private void joinRepeated() {
        LongMap first = new LongMap(16);
        for (int shard = 0; repeated.size() > 0 && shard < workshop.shards(); shard++) {
            workshop.checkCancelled();
            try (FrameReader frames = homes.open(shard)) {
                while (frames.next()) {
                    long reference = reference(frames);
                    if (repeated.contains(reference)) {
                        long home = frames.bits(Frames.HOME);
                        int known = first.slot(reference);
                        if (known < 0) {
                            first.put(reference, home);
                        } else {
                            atlas.join(first.value(known), home);
                        }
                    }
                }
            }
        }
    }

    private long reference(FrameReader frames) {
        return layout != null && (frames.octet(Frames.MARKS) & Frames.PLAIN) != 0
                ? layout.reference(frames.array(), frames.offset() + Frames.RECORD)
                : Survey.hash(codec.record(frames.rest(Frames.RECORD)).ref());
    }

    private int shardOf(long root) {
        return (int) Long.remainderUnsigned(Hashes.mixed(root + 1), workshop.shards());
    }

    private static int groupOf(long root) {
        return (int) (Hashes.mixed(root + 2) >>> 40) & (Frames.GROUPS - 1);
    }

    /** Moves the records whose root lies elsewhere; most homes are their own root. */
    private void shuffle(Iterable<Link> bonds) {
        AtomicLong done = new AtomicLong();
        workshop.run(atlas.size() == 0 ? 0 : workshop.shards(), shard -> {
            try (FrameReader frames = homes.open(shard)) {
                while (frames.next()) {
                    int target = shardOf(atlas.root(frames.bits(0)));
                    if (target != shard) {
                        moved.add(target, frames.array(), frames.offset(), frames.length());
                    }
                }
            }
            workshop.checkCancelled();
            workshop.listener().on("moving " + policy.type(), done.incrementAndGet(), workshop.shards());
        });
        moved.finish();
        for (Link link : bonds) {
            if (link.first().type().equals(policy.type())) {
                long root = atlas.root(Survey.hash(link.first()));
                byte[] frame = Frames.link(root, codec.encode(link));
                links.add(shardOf(root), frame, 0, frame.length);
            }
        }
        links.finish();
    }

    // shards

    private void mergeShards() {
        AtomicLong done = new AtomicLong();
        workshop.run(workshop.shards(), shard -> {
            LargeHomes large = largeOf(shard);
            ShardMerge merge = ShardMerge.of(
                    policy, large, repeated.size() == 0 ? ref -> false : ref -> repeated.contains(Survey.hash(ref)));
            int groups = groupsOf(shard, large);
            for (int group = 0; group < groups; group++) {
                workshop.checkCancelled();
                mergeGroup(merge, large, shard, group, groups);
            }
            homes.drop(shard);
            moved.drop(shard);
            links.drop(shard);
            if (kept != null) {
                kept.drop(shard);
            }
            workshop.listener().on("merging " + policy.type(), done.incrementAndGet(), workshop.shards());
        });
    }

    /** Looks for crowds in a shard that is larger than others; elsewhere all records can be held. */
    private LargeHomes largeOf(int shard) {
        LargeHomes large = LargeHomes.of(COUNTERS);
        if (homes.bytes(shard) + moved.bytes(shard) > Math.min(LARGE, workshop.shardLimit())) {
            eachFrame(shard, (root, frames) -> {
                if (isAlone(frames)) {
                    large.offer(frames.bits(Frames.HOME));
                }
            });
        }
        return large;
    }

    private static boolean isAlone(FrameReader frames) {
        return (frames.octet(Frames.MARKS) & Frames.ALONE) != 0;
    }

    private static boolean isOfGroup(long root, int group, int groups) {
        return groups == 1 || (groupOf(root) & (groups - 1)) == group;
    }

    private void mergeGroup(ShardMerge merge, LargeHomes large, int shard, int group, int groups) {
        Tally.Part part = tally.part();
        Heirs heirs = kept == null ? null : kept.heirs(shard, root -> isOfGroup(root, group, groups));
        try (RowSink.Rows out = new CountedRows(sink.open(), part, heirs)) {
            ShardMerge.Shard begun = merge.begin(out);
            PlainShard plain = layout == null ? null : new PlainShard(layout, large, begun, heirs);
            PlacedFrame each = (root, frames) -> {
                if (isOfGroup(root, group, groups)) {
                    if (plain == null) {
                        addObject(begun, codec.record(frames.rest(Frames.RECORD)), frames.array(), frames.offset());
                    } else {
                        plain.add(frames);
                    }
                }
            };
            if (plain != null && groups == 1) {
                eachFrame(shard, plain.load(shard), each);
            } else {
                eachFrame(shard, each);
            }
            try (FrameReader frames = links.open(shard)) {
                while (frames.next()) {
                    if (isOfGroup(frames.bits(0), group, groups)) {
                        begun.link(codec.link(frames.rest(Long.BYTES)));
                    }
                }
            }
            if (plain != null) {
                plain.merge(part);
            }
            begun.merge();
        }
        tally.add(part);
    }

    private void addObject(ShardMerge.Shard shard, SourceRecord record, byte[] frame, int at) {
        shard.add(
                Frames.bitsAt(frame, at + Frames.HOME),
                (frame[at + Frames.MARKS] & Frames.ALONE) != 0,
                record,
                sources.get(Frames.numberAt(frame, at + Frames.SOURCE)).name(),
                Frames.bitsAt(frame, at + Frames.POSITION));
    }

    /** What a thread needs for a shard of plain records, and again for the next one. */
    private record PlainTools(PlainMerge merge, PlainDecoder decoder, PlainCsv rows) {}

    /**
     * The plain records of a shard, and those that are merged as objects: what is not plain, linked, repeated, of a
     * possible crowd, and all that is joined to any of these.
     */
    private final class PlainShard {
        private final LargeHomes large;
        private final ShardMerge.Shard objects;
        private final @Nullable Heirs heirs;
        private final PlainTools tools;
        private final PlainMerge merge;
        private final PlainDecoder decoder;

        PlainShard(PlainLayout own, LargeHomes large, ShardMerge.Shard objects, @Nullable Heirs heirs) {
            this.large = large;
            this.objects = objects;
            this.heirs = heirs;
            PlainTools free = unused.poll();
            this.tools = free == null
                    ? new PlainTools(new PlainMerge(own), new PlainDecoder(own), ((CsvRowSink) sink).plain(own))
                    : free;
            this.merge = tools.merge();
            this.decoder = tools.decoder();
        }

        /** Reads the frames of a shard into the memory of the merge. */
        FrameReader load(int shard) {
            int length = Math.toIntExact(homes.bytes(shard));
            int at = merge.reserve(length);
            return homes.load(shard, merge.arena(), at);
        }

        void add(FrameReader frames) {
            int marks = frames.octet(Frames.MARKS);
            long home = frames.bits(Frames.HOME);
            boolean crowded = isAlone(frames) && large.mayBeLarge(home);
            if ((marks & Frames.PLAIN) == 0) {
                SourceRecord record = codec.record(frames.rest(Frames.RECORD));
                addObject(objects, record, frames.array(), frames.offset());
                if (!crowded) {
                    merge.addObject(policy.rules().keys(record));
                }
            } else if (crowded) {
                take(frames.array(), frames.offset());
            } else {
                merge.add(
                        frames.array(),
                        frames.offset(),
                        frames.length(),
                        home,
                        (marks & Frames.LINKED) != 0,
                        large::mayBeLarge,
                        repeated.size() == 0 ? null : repeated::contains);
            }
        }

        private void take(byte[] array, int at) {
            addObject(objects, decoder.record(array, at + Frames.RECORD), array, at);
        }

        void merge(Tally.Part part) {
            PlainCsv rows = tools.rows();
            merge.merge(
                    cluster -> {
                        if (heirs != null) {
                            heirs.idOf(cluster.size(), cluster::ref).ifPresent(cluster::keep);
                        }
                        part.golden(cluster, policy.schema());
                        rows.golden(cluster);
                    },
                    this::take);
            part.finish(policy.schema());
            rows.flush();
            unused.add(tools);
        }
    }

    /** Takes a record in a file with its root. */
    @FunctionalInterface
    private interface PlacedFrame {
        void take(long root, FrameReader frames);
    }

    private void eachFrame(int shard, PlacedFrame each) {
        eachFrame(shard, homes.open(shard), each);
    }

    private void eachFrame(int shard, FrameReader atHome, PlacedFrame each) {
        boolean moves = atlas.size() > 0;
        try (atHome) {
            while (atHome.next()) {
                long home = atHome.bits(Frames.HOME);
                long root = moves ? atlas.root(home) : home;
                if (!moves || shardOf(root) == shard) {
                    each.take(root, atHome);
                }
            }
        }
        try (FrameReader frames = moved.open(shard)) {
            while (frames.next()) {
                each.take(atlas.root(frames.bits(Frames.HOME)), frames);
            }
        }
    }

    /** Returns how often a shard must be read so that each part of it fits into memory; a power of two. */
    private int groupsOf(int shard, LargeHomes large) {
        if (homes.bytes(shard) + moved.bytes(shard) <= workshop.shardLimit()) {
            return 1;
        }
        GroupSizes sizes = new GroupSizes(large, policy.rules().maxRecords());
        eachFrame(
                shard,
                (root, frames) -> sizes.add(groupOf(root), frames.bits(Frames.HOME), isAlone(frames), frames.length()));
        return sizes.groupsWithin(workshop.shardLimit(), policy);
    }

    /** Rows that keep an earlier id, are counted, and noted in the crosswalk of types that refer to them. */
    private final class CountedRows implements RowSink.Rows {
        private final RowSink.Rows rows;
        private final Tally.Part part;
        private final @Nullable Heirs heirs;

        CountedRows(RowSink.Rows rows, Tally.Part part, @Nullable Heirs heirs) {
            this.rows = rows;
            this.part = part;
            this.heirs = heirs;
        }

        @Override
        public void golden(GoldenRecord made, boolean parked) {
            GoldenRecord golden = heirs == null
                    ? made
                    : heirs.idOf(made.size(), i -> made.member(i).ref())
                            .map(made::withId)
                            .orElse(made);
            part.golden(golden, parked);
            if (crosswalk != null) {
                crosswalk.add(golden);
            }
            rows.golden(golden, parked);
        }

        @Override
        public void refused(Refusal refusal) {
            tally.refuse(refusal);
            rows.refused(refusal);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
