package io.sesam.talk.engine.read;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.recover.InDoubtWrites;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.resolve.SlotOccupants;
import io.sesam.talk.engine.run.RestoredRecords;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.IdSpellings;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Conversion of a page into changed records. For one page, within {@link StateWriter#alone}. */
public final class PageIngest {
    private static final String CAME_BACK =
            "it was erased and exists again; delete it in the system, erase it again, or readmit it";

    /** A time is reported as one of the future when clocks that differ a little do not explain it. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final StateWriter state;
    private final ReadState readState;
    private final Instant seen;
    private final boolean listing;
    private final InDoubtWrites inDoubtWrites;
    private final Set<String> fresh;
    private final List<StoredRecord> changed = new ArrayList<>();
    private final List<String> unchanged = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Link> unlinked = new ArrayList<>();
    private final TypeSpec spec;
    private final List<RecordRef> cameBack = new ArrayList<>();
    private final List<StoredRecord> left = new ArrayList<>();
    private final List<Erasure> back = new ArrayList<>();
    private final List<RecordRef> settled = new ArrayList<>();
    private final Set<RecordRef> renamed = new HashSet<>();
    private final Sight sight;
    private final References references;
    private long unreadableTimes;
    private long futureTimes;
    private final List<RecordRef> appeared = new ArrayList<>();

    /**
     * Creates the conversion of a page.
     *
     * @param listing whether the page belongs to a complete listing
     */
    public PageIngest(StateWriter state, TypeSpec spec, ReadState readState, boolean listing) {
        this.state = state;
        this.spec = spec;
        this.readState = readState;
        this.seen = state.observed();
        this.sight = readState.completed() == null ? Sight.inFirstReading(seen, readState.onboarded()) : Sight.at(seen);
        this.listing = listing;
        this.fresh = new FieldCoverage(state.store(), readState.system(), spec).fresh(readState);
        this.references = References.of(state.store(), spec.schema());
        this.inDoubtWrites = new InDoubtWrites(state.store(), readState.system(), spec, state.policy(spec.type()));
    }

    /** Applies changes; of several for one record, the last counts. */
    public void take(List<? extends Change> changes) {
        take(changes, Map.of());
    }

    /**
     * Applies changes; of several for one record, the last counts.
     *
     * @param respelt the new ids of records that the page shows under another id (R42)
     */
    void take(List<? extends Change> changes, Map<String, String> respelt) {
        Map<RecordRef, Change> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(ref(change.id()), change));
        Map<RecordRef, StoredRecord> before = state.remembered(last.keySet());
        carryOver(respelt(last.values(), respelt), last, before);
        Set<GoldenId> company = company(last, before);
        Map<RecordRef, String> erased = keepOut(last, before);
        last.forEach((ref, change) -> {
            StoredRecord old = before.get(ref);
            if (erased.containsKey(ref)) {
                return;
            }
            change.<@Nullable Void>fold(
                    snapshot -> upserted(ref, snapshot, old, company),
                    deleted -> gone(old),
                    merged -> merged(ref, old, merged.survivor()));
        });
    }

    /** Adds the ids that the connector itself reports as respelt. */
    private static Map<String, String> respelt(Collection<Change> changes, Map<String, String> respelt) {
        Map<String, String> all = new LinkedHashMap<>(respelt);
        for (Change change : changes) {
            if (change instanceof Change.MergedInto merged && IdSpellings.areOne(merged.id(), merged.survivor())) {
                all.put(merged.id(), merged.survivor());
            }
        }
        return all;
    }

    /** Keeps under the new id what is known of a record, before the record is read under it. */
    private void carryOver(
            Map<String, String> respelt, Map<RecordRef, Change> changes, Map<RecordRef, StoredRecord> before) {
        Set<RecordRef> all = new HashSet<>();
        respelt.forEach((former, now) -> all.addAll(List.of(ref(former), ref(now))));
        Map<RecordRef, StoredRecord> known = all.isEmpty() ? Map.of() : state.remembered(all);
        respelt.forEach((former, id) -> {
            RecordRef now = ref(id);
            StoredRecord old = known.get(ref(former));
            if (old == null || !old.isLive() || known.containsKey(now)) {
                return;
            }
            SourceRecord record = old.record();
            SourceRecord same = SourceRecord.remembered(
                            now,
                            record.rawValues(),
                            record.modified(),
                            record.created(),
                            record.firstSeen(),
                            record.stamps())
                    .matching(record.matchValues());
            StoredRecord carried = Resolver.live(same, null, null).withRecord(same);
            GoldenId golden = old.golden();
            carried = golden == null ? carried : carried.inGolden(golden);
            if (changes.get(now) instanceof RecordSnapshot) {
                before.put(now, carried);
                renamed.add(now);
            } else {
                changed.add(carried);
            }
            links.addAll(SlotOccupants.linksOf(now, old.ref(), state.store().links(Set.of(old.ref()))));
            links.add(new Link(old.ref(), now, Link.Origin.MERGED));
            gone(old);
            changes.remove(ref(former));
        });
    }

    /** Returns the changed records. */
    public List<StoredRecord> changed() {
        return changed;
    }

    /** Returns how many records had a time that could not be read. */
    public long unreadableTimes() {
        return unreadableTimes;
    }

    /** Returns how many records had a time in the future. */
    public long futureTimes() {
        return futureTimes;
    }

    private void judgeTimes(RecordSnapshot now) {
        unreadableTimes += now.hasUnreadableTime() ? 1 : 0;
        boolean isAhead = Stream.concat(
                        Stream.concat(now.modified().stream(), now.created().stream()), now.times().values().stream())
                .anyMatch(time -> time.isAfter(seen.plus(CLOCKS_DIFFER)));
        futureTimes += isAhead ? 1 : 0;
    }

    /** Returns links from merges in the system and from in-doubt inserts. */
    public List<Link> links() {
        return links;
    }

    /** Returns the records that were not there before. */
    List<RecordRef> appeared() {
        return appeared;
    }

    /** Returns links that no longer hold, because a slot has a new occupant. */
    public List<Link> unlinked() {
        return unlinked;
    }

    /** Removes changes of erased records, and reports that they exist again (R27). */
    private Map<RecordRef, String> keepOut(Map<RecordRef, Change> changes, Map<RecordRef, StoredRecord> before) {
        Map<RecordRef, String> erased = state.suppressionList().recognise(changes);
        if (!state.suppressionList().isActive()) {
            return erased;
        }
        Set<RecordRef> open = new HashSet<>();
        state.store().erasures().forEach(erasure -> open.add(erasure.record()));
        erased.forEach((ref, cause) -> {
            StoredRecord old = before.get(ref);
            if (old != null && old.isLive()) {
                unchanged.add(ref.id());
            }
            if (!open.contains(ref)) {
                back.add(Erasure.builder()
                        .record(ref)
                        .state(Erasure.State.BACK)
                        .cause(cause)
                        .reason(CAME_BACK)
                        .since(state.now())
                        .build());
            }
        });
        changes.keySet().stream()
                .filter(ref -> open.contains(ref) && !erased.containsKey(ref))
                .forEach(settled::add);
        return erased;
    }

    private List<StoredRecord> company(List<StoredRecord> records) {
        Set<GoldenId> goldens = new HashSet<>();
        for (StoredRecord record : records) {
            GoldenId golden = record.golden();
            if (golden != null) {
                goldens.add(golden);
            }
        }
        return goldens.isEmpty() ? List.of() : state.store().members(goldens);
    }

    /** Adds unchanged listed records and reappeared erased records to the commit. */
    public void note(Commit commit) {
        back.forEach(commit::put);
        settled.forEach(commit::settle);
        company(left).forEach(fellow -> RestoredRecords.forget(state.store(), fellow.ref(), commit));
        cameBack.forEach(ref -> RestoredRecords.note(ref, commit));
        if (listing && !unchanged.isEmpty()) {
            commit.put(new Commit.Listed(readState.system(), readState.type(), readState.listing(), unchanged));
        }
    }

    private @Nullable Void upserted(
            RecordRef ref, RecordSnapshot now, @Nullable StoredRecord known, Set<GoldenId> company) {
        StoredRecord old = known != null && isReplaced(known, now) ? vacated(known) : known;
        boolean linked = old != null && company.contains(old.golden());
        SourceRecord before = old == null ? null : references.followed(old.record(), now.fields());
        SourceRecord after =
                inDoubtWrites.observe(before, ref, FieldCoverage.atFirstSight(now, before, fresh), sight, linked);
        judgeTimes(now);
        if (old == null || !old.isLive()) {
            appeared.add(ref);
        }
        if (old == null) {
            inDoubtWrites.linkOf(ref, now).ifPresent(links::add);
        }
        if (old == null && after.created() == SourceRecord.NEVER && readState.completed() != null) {
            after = after.createdAt(SourceRecord.micros(seen));
        }
        if (old != null && !old.isLive()) {
            cameBack.add(ref);
        }
        String version = now.version().orElse(null);
        if (old != null
                && old.isLive()
                && !renamed.contains(ref)
                && isUntouched(old.record(), after)
                && Objects.equals(version, old.version())) {
            unchanged.add(now.id());
        } else {
            StoredRecord live = Resolver.live(after, old, version);
            changed.add(listing ? live.listedIn(readState.listing()) : live);
        }
        return null;
    }

    private boolean isReplaced(StoredRecord old, RecordSnapshot now) {
        return !spec.slot().isEmpty()
                && !inDoubtWrites.concern(old.ref())
                && SlotOccupants.isReplaced(spec, old.record(), now.fields());
    }

    /** Moves the former occupant of a slot, with its links, to a record of its own. Its slot is read as a new one. */
    private @Nullable StoredRecord vacated(StoredRecord slot) {
        SlotOccupants.vacate(slot, state.store().links(Set.of(slot.ref())), changed, links, unlinked);
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the observer gives back the very object when nothing differs
    private static boolean isUntouched(@Nullable SourceRecord before, SourceRecord after) {
        return before == after;
    }

    private @Nullable Void gone(@Nullable StoredRecord old) {
        if (old != null && old.isLive()) {
            changed.add(Resolver.gone(old));
            left.add(old);
        }
        return null;
    }

    /**
     * Follows records whose ids were respelt (R42). They keep under the new id what is known of them: the times and
     * origins of their values, and their links.
     */
    void follow(Map<String, String> respelt) {
        Set<RecordRef> all = new HashSet<>();
        respelt.forEach((before, now) -> all.addAll(List.of(ref(before), ref(now))));
        Map<RecordRef, StoredRecord> known = state.remembered(all);
        respelt.forEach((before, now) -> {
            StoredRecord old = known.get(ref(before));
            StoredRecord made = known.get(ref(now));
            if (old != null && old.isLive() && made != null && made.isLive()) {
                follow(old, made);
            }
        });
    }

    private void follow(StoredRecord old, StoredRecord made) {
        SourceRecord known = old.record();
        SourceRecord read = made.record();
        SourceRecord before = SourceRecord.remembered(
                        made.ref(),
                        known.rawValues(),
                        known.modified(),
                        known.created(),
                        read.firstSeen(),
                        known.stamps())
                .matching(known.matchValues());
        RecordSnapshot shown =
                RecordSnapshot.of(made.ref().id(), read.rawValues()).matchValues(read.matchValues());
        if (read.modified() != SourceRecord.NEVER) {
            shown = shown.modified(SourceRecord.instant(read.modified()));
        }
        changed.add(
                Resolver.live(ChangeDetector.observe(before, made.ref(), shown, sight, true), made, made.version()));
        links.addAll(SlotOccupants.linksOf(made.ref(), old.ref(), state.store().links(Set.of(old.ref()))));
        links.add(new Link(old.ref(), made.ref(), Link.Origin.MERGED));
        gone(old);
    }

    /** Replaces a merged record by its survivor in the cluster (R10). */
    private @Nullable Void merged(RecordRef ref, @Nullable StoredRecord old, String survivorId) {
        RecordRef survivor = ref(survivorId);
        if (survivor.equals(ref) || isKnownToBeMerged(ref, old, survivor)) {
            return null;
        }
        if (old != null) {
            links.add(new Link(ref, survivor, Link.Origin.MERGED));
            GoldenId golden = old.golden();
            if (golden != null && old.isLive()) {
                state.store().members(Set.of(golden)).stream()
                        .filter(fellow -> fellow.isLive()
                                && !fellow.record().isEnrichment()
                                && !fellow.ref().equals(ref)
                                && !fellow.ref().equals(survivor))
                        .forEach(fellow -> links.add(new Link(fellow.ref(), survivor, Link.Origin.MERGED)));
            }
        }
        return gone(old);
    }

    /** Checks for a known merge. Systems report a merge for as long as the survivor exists. */
    private boolean isKnownToBeMerged(RecordRef ref, @Nullable StoredRecord old, RecordRef survivor) {
        return old != null
                && !old.isLive()
                && state.store().links(Set.of(ref)).stream()
                        .anyMatch(new Link(ref, survivor, Link.Origin.MERGED)::equals);
    }

    /** Finds golden records with several members, where a missing value may have been cleared. */
    private Set<GoldenId> company(Map<RecordRef, Change> changes, Map<RecordRef, StoredRecord> before) {
        Set<GoldenId> asked = new HashSet<>();
        changes.forEach((ref, change) -> {
            StoredRecord old = before.get(ref);
            if (old != null && old.golden() != null && change instanceof RecordSnapshot now && hasBlank(now.fields())) {
                asked.add(old.golden());
            }
        });
        Set<GoldenId> company = new HashSet<>();
        if (!asked.isEmpty()) {
            for (StoredGolden golden : state.store().goldens(asked)) {
                if (golden.members() > 1) {
                    company.add(golden.id());
                }
            }
        }
        return company;
    }

    private static boolean hasBlank(Fields fields) {
        for (int i = 0; i < fields.schema().size(); i++) {
            if (fields.slot(i) == Blank.BLANK) {
                return true;
            }
        }
        return false;
    }

    private RecordRef ref(String id) {
        return new RecordRef(readState.system(), readState.type(), id);
    }
}
