package io.sesam.talk.engine.read;

import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.ReadState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reading of single records by id. */
final class RecordRefresh {
    private final TypeSpec spec;
    private final Lookup lookup;
    private final RunContext run;
    private final Collection<SystemName> targets;
    private final Consumer<List<Change>> beforeStoring;

    /**
     * Creates the refresh of a type.
     *
     * @param targets the systems that changed golden records are compared with
     * @param beforeStoring gets what was read before it is stored
     */
    RecordRefresh(
            TypeSpec spec,
            Lookup lookup,
            RunContext run,
            Collection<SystemName> targets,
            Consumer<List<Change>> beforeStoring) {
        this.beforeStoring = beforeStoring;
        this.spec = spec;
        this.lookup = lookup;
        this.run = run;
        this.targets = targets;
    }

    /**
     * Reads records again, at most one page.
     *
     * @param listing whether they count as named by the listing under way
     * @return how many the system answered for
     */
    int read(List<String> ids, ReadState readState, boolean listing) {
        return read(ids, readState, listing, Map.of());
    }

    /**
     * Reads records again, at most one page.
     *
     * @param respelt the new ids of records that exist under another id now (R42)
     */
    int read(List<String> ids, ReadState readState, boolean listing, Map<String, String> respelt) {
        List<Change> changes = new ArrayList<>();
        Map<String, String> followed = new HashMap<>();
        for (Map.Entry<String, Lookup.Found> answer :
                run.read(() -> lookup.byId(ids)).entrySet()) {
            String now = respelt.get(answer.getKey());
            if (now != null && answer.getValue() instanceof Lookup.Found.Missing) {
                followed.put(answer.getKey(), now);
            } else {
                changes.add(change(answer.getKey(), answer.getValue()));
            }
        }
        beforeStoring.accept(changes);
        run.state().alone(() -> {
            PageIngest taking = new PageIngest(run.state(), spec, readState, listing);
            taking.take(changes);
            taking.follow(followed);
            Commit commit = new Commit();
            taking.note(commit);
            run.state().remember(spec.type(), taking.changed(), taking.links(), taking.unlinked(), targets, commit);
            run.stats().times(readState.system(), spec.type(), taking.unreadableTimes(), taking.futureTimes());
        });
        return changes.size() + followed.size();
    }

    private static Change change(String id, Lookup.Found found) {
        if (found instanceof Lookup.Found.Present present) {
            return present.record();
        }
        return found instanceof Lookup.Found.Merged merged
                ? new Change.MergedInto(id, merged.survivor())
                : new Change.Deleted(id);
    }
}
