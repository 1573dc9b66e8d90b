package io.sesam.talk.engine.read;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Look-up of the targets of changed references, before the change is stored (R38).
 *
 * <p>A system that merges two companies moves their people along. The people may be read before the merge is, and
 * would then seem to have been edited. So both companies are read again when a person shows another one.
 */
public final class ReferenceTargets {
    private final Connection connection;
    private final TypeSpec spec;
    private final RunContext run;
    private final Participants participants;
    private boolean isInDoubtRead;

    /** Creates the look-up for the records of a type. */
    public ReferenceTargets(Connection connection, TypeSpec spec, RunContext run, Participants participants) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.participants = participants;
    }

    /** Reads the targets of references again that changes of records change. */
    public void readAgain(Collection<? extends Change> changes) {
        Collection<RecordRef> changed = changed(changes);
        for (TypeSpec type : changed.isEmpty() ? List.<TypeSpec>of() : participants.types(connection)) {
            List<String> ids = changed.stream()
                    .filter(target -> target.type().equals(type.type()))
                    .map(RecordRef::id)
                    .toList();
            if (!ids.isEmpty()) {
                readAgain(type, ids);
            }
        }
    }

    private Collection<RecordRef> changed(Collection<? extends Change> changes) {
        References references = References.of(run.state().store(), spec.schema());
        if (!references.isAny()) {
            return List.of();
        }
        Map<RecordRef, RecordSnapshot> shown = new HashMap<>();
        for (Change change : changes) {
            if (change instanceof RecordSnapshot snapshot) {
                shown.put(new RecordRef(connection.name(), spec.type(), snapshot.id()), snapshot);
            }
        }
        TreeSet<RecordRef> changed = new TreeSet<>(inDoubt(references));
        for (StoredRecord known : run.state().store().records(shown.keySet())) {
            RecordSnapshot now = shown.get(known.ref());
            if (now != null) {
                changed.addAll(references.changed(known.record(), now.fields()));
            }
        }
        return changed;
    }

    /** Lists the targets of in-doubt writes, once: what they wrote may be shown changed by a merge. */
    private List<RecordRef> inDoubt(References references) {
        if (isInDoubtRead) {
            return List.of();
        }
        isInDoubtRead = true;
        return run.state().store().intents(connection.name(), spec.type()).stream()
                .flatMap(intent -> references.targets(connection.name(), intent.fields()).stream())
                .toList();
    }

    /** Reads records of another type again. Not needed before the end of their first listing. */
    private void readAgain(TypeSpec type, List<String> ids) {
        Optional<ReadState> reading =
                run.state().store().reading(connection.name(), type.type()).filter(known -> known.completed() != null);
        Optional<Lookup> lookup = connection.connector().lookup(type.type());
        if (reading.isPresent() && lookup.isPresent()) {
            RecordRefresh refresh =
                    new RecordRefresh(type, lookup.get(), run, participants.targets(type.type()), read -> {});
            for (int from = 0; from < ids.size(); from += type.readLimit()) {
                refresh.read(ids.subList(from, Math.min(ids.size(), from + type.readLimit())), reading.get(), false);
            }
        }
    }
}
