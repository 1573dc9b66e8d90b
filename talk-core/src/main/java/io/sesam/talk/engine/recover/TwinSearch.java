package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.resolve.ContentKeys;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Search for the unlinked records of a target that equal a golden record without a match key (R41).
 *
 * <p>Asks the store by hashes of contents; the cost does not grow with the target.
 */
public final class TwinSearch {
    /** With more holders of each single value than this, only records with exactly the same texts are found. */
    private static final int CROWD = 50;

    private final SystemName system;
    private final TypeSpec spec;
    private final MatchRules rules;
    private final Store store;
    private final References references;

    /** Creates the search in a target. */
    public TwinSearch(SystemName system, TypeSpec spec, MatchRules rules, Store store) {
        this.system = system;
        this.spec = spec;
        this.rules = rules;
        this.store = store;
        this.references = References.of(store, spec.schema());
    }

    /** Checks whether any record of the type has no match key: otherwise there is nothing to find. */
    public boolean isNeeded() {
        return !store.withKeys(spec.type(), List.of(ContentKeys.any()), 1).isEmpty();
    }

    /** Checks whether none of the values that the target can hold is a match key. */
    public boolean isKeyless(List<SourceRecord> members) {
        return members.stream()
                .allMatch(
                        member -> rules.keys(Normalizer.normalize(held(member))).isEmpty());
    }

    /** Leaves what the target can hold. */
    private SourceRecord held(SourceRecord member) {
        return SourceRecord.of(member.ref(), held(member.rawValues())).matching(member.matchValues());
    }

    private Fields held(Fields values) {
        Fields.Builder held = values.toBuilder();
        for (int i = 0; i < values.schema().size(); i++) {
            if (field(i).filter(FieldSpec::isReadable).isEmpty()) {
                held.slot(i, null);
            }
        }
        return held.build();
    }

    private Optional<FieldSpec> field(int index) {
        return spec.field(spec.schema().property(index).name());
    }

    /**
     * Finds the equal records of the target that are linked to no record of the members' systems. Where there is one, and
     * further records of the members' systems equal it too, these follow in the list: which of them it is, nothing says.
     */
    public List<RecordRef> find(GoldenId id, Fields golden, List<RecordRef> members) {
        Fields wanted = Normalizer.normalize(held(golden));
        Set<SystemName> own = new HashSet<>();
        members.forEach(member -> own.add(member.system()));
        List<RecordRef> twins = new ArrayList<>();
        List<RecordRef> rivals = new ArrayList<>();
        for (StoredRecord found : references.normalize(candidates(wanted))) {
            if (!found.isLive()
                    || id.equals(found.golden())
                    || found.parked()
                    || !isEqual(wanted, found.record())
                    || isSeparated(found.ref(), members)) {
                continue;
            }
            if (found.ref().system().equals(system) && !hasFellow(found, own)) {
                twins.add(found.ref());
            } else if (own.contains(found.ref().system()) && !hasFellow(found, Set.of(system))) {
                rivals.add(found.ref());
            }
        }
        twins.sort(RecordRef::compareTo);
        rivals.sort(RecordRef::compareTo);
        twins.addAll(twins.isEmpty() ? List.of() : rivals);
        return twins;
    }

    private List<StoredRecord> candidates(Fields wanted) {
        Map<RecordRef, StoredRecord> found = new LinkedHashMap<>();
        search(wanted, found);
        Fields rendered = rendered(wanted);
        if (!rendered.equals(wanted)) {
            search(rendered, found);
        }
        return List.copyOf(found.values());
    }

    /** Returns values as the target shows them, such as truncated ones. */
    private Fields rendered(Fields wanted) {
        Fields.Builder rendered = wanted.toBuilder();
        for (int i = 0; i < wanted.schema().size(); i++) {
            int index = i;
            if (wanted.slot(i) instanceof String text) {
                field(i).flatMap(field -> field.render(text)).ifPresent(shown -> rendered.slot(index, shown));
            }
        }
        return Normalizer.normalize(rendered.build());
    }

    private void search(Fields wanted, Map<RecordRef, StoredRecord> found) {
        List<MatchKey> keys = ContentKeys.search(wanted);
        for (MatchKey key : keys) {
            boolean all = key.equals(keys.get(0));
            List<StoredRecord> holders = store.withKeys(spec.type(), List.of(key), CROWD + 1);
            if (all || holders.size() <= CROWD) {
                holders.forEach(holder -> found.put(holder.ref(), holder));
            }
        }
    }

    /** Compares every property that both can hold; at least one value must be there. */
    private boolean isEqual(Fields wanted, SourceRecord record) {
        boolean any = false;
        for (int i = 0; i < wanted.schema().size(); i++) {
            Object mine = wanted.slot(i);
            Object theirs = record.values().slot(i);
            if (mine == null || theirs == null) {
                continue;
            }
            if (mine instanceof Reference && theirs == Blank.BLANK
                    || mine == Blank.BLANK && theirs instanceof Reference) {
                continue;
            }
            if (!mine.equals(theirs) && !isRendered(i, mine, theirs)) {
                return false;
            }
            any |= mine instanceof String;
        }
        return any;
    }

    private boolean isRendered(int index, Object mine, @Nullable Object theirs) {
        return mine instanceof String text
                && theirs instanceof String held
                && (ContentKeys.isSame(text, held)
                        || field(index)
                                .flatMap(field -> field.render(text))
                                .map(rendered -> Normalizer.normalize(
                                                spec.schema().property(index).kind(), rendered)
                                        .equals(held))
                                .orElse(false));
    }

    private boolean hasFellow(StoredRecord record, Set<SystemName> systems) {
        GoldenId golden = record.golden();
        return golden != null
                && store.members(Set.of(golden)).stream()
                        .anyMatch(member -> member.isLive()
                                && !member.record().isEnrichment()
                                && systems.contains(member.ref().system()));
    }

    private boolean isSeparated(RecordRef twin, List<RecordRef> members) {
        Set<RecordRef> own = new HashSet<>(members);
        return store.links(List.of(twin)).stream()
                .filter(Link::apart)
                .anyMatch(link -> own.contains(link.first()) || own.contains(link.second()));
    }
}
