package io.sesam.talk.engine.read;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confirmation of records missing in a complete listing. Each is looked up by id before it counts as deleted (R25). */
final class DeletionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionSweep.class);

    private final Connection connection;
    private final TypeSpec spec;
    private final RunContext run;
    private final Collection<SystemName> targets;

    DeletionSweep(Connection connection, TypeSpec spec, RunContext run, Collection<SystemName> targets) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.targets = targets;
    }

    void sweep(ReadState readState) {
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        String after = null;
        while (true) {
            run.cancellation().check();
            List<StoredRecord> missing = run.state()
                    .store()
                    .notListed(connection.name(), spec.type(), readState.listing(), after, spec.readLimit());
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
            new RecordRefresh(spec, lookup.get(), run, targets).read(ids, readState, true);
            after = missing.get(missing.size() - 1).ref().id();
        }
    }
}
