package io.sesam.talk.engine.read;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.IdSpellings;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confirmation of records missing in a complete listing. Each is looked up by id before it counts as deleted (R25). */
final class DeletionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionSweep.class);

    private final Connection connection;
    private final TypeSpec spec;
    private final RunContext run;
    private final Collection<SystemName> targets;
    private final ReferenceTargets referenceTargets;
    private final Set<RecordRef> appeared;

    /**
     * Creates the sweep after a listing.
     *
     * @param referenceTargets reads the targets of changed references again
     * @param appeared the records that are new in the listing
     */
    DeletionSweep(
            Connection connection,
            TypeSpec spec,
            RunContext run,
            Collection<SystemName> targets,
            ReferenceTargets referenceTargets,
            Set<RecordRef> appeared) {
        this.referenceTargets = referenceTargets;
        this.appeared = Set.copyOf(appeared);
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.targets = targets;
    }

    void sweep(ReadState readState) {
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        Map<String, String> respelt = appeared.isEmpty() || lookup.isEmpty() ? Map.of() : respelt(readState);
        String after = null;
        while (true) {
            run.cancellation().check();
            List<StoredRecord> missing = missing(readState, after);
            if (missing.isEmpty()) {
                return;
            }
            if (lookup.isEmpty()) {
                LOG.warn(
                        "{}: records of type {} are missing in the listing and cannot be looked up; none of them counts as deleted",
                        connection.name(),
                        spec.type());
                return;
            }
            List<String> ids =
                    missing.stream().map(StoredRecord::ref).map(RecordRef::id).toList();
            new RecordRefresh(spec, lookup.get(), run, targets, referenceTargets::readAgain)
                    .read(ids, readState, true, respelt);
            after = missing.get(missing.size() - 1).ref().id();
        }
    }

    /** Finds the new ids of records whose ids were respelt: the contents of most of them are equal (R42). */
    private Map<String, String> respelt(ReadState readState) {
        Map<String, Fields> vanished = new HashMap<>();
        String after = null;
        List<StoredRecord> page = missing(readState, after);
        while (!page.isEmpty()) {
            run.cancellation().check();
            page.forEach(record -> vanished.put(record.ref().id(), contents(record)));
            after = page.get(page.size() - 1).ref().id();
            page = missing(readState, after);
        }
        if (vanished.isEmpty()) {
            return Map.of();
        }
        Map<String, Fields> now = new HashMap<>();
        run.state()
                .store()
                .records(appeared)
                .forEach(record -> now.put(record.ref().id(), contents(record)));
        Map<String, String> followed = IdSpellings.followed(vanished, now);
        if (!followed.isEmpty()) {
            LOG.info(
                    "{}: {} records of type {} have respelt ids, and are followed",
                    connection.name(),
                    followed.size(),
                    spec.type());
        }
        return followed;
    }

    private static Fields contents(StoredRecord record) {
        return Normalizer.normalize(record.record()).values();
    }

    private List<StoredRecord> missing(ReadState readState, @Nullable String after) {
        return run.state()
                .store()
                .notListed(connection.name(), spec.type(), readState.listing(), after, spec.readLimit());
    }
}
