package io.sesam.talk.sync;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of records that a complete listing lacks: each is looked up by its id before it counts as gone
 * (R25).
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Connection connection;
    private final TypeSpec spec;
    private final Run run;
    private final Collection<SystemName> targets;

    Sweep(Connection connection, TypeSpec spec, Run run, Collection<SystemName> targets) {
        this.connection = connection;
        this.spec = spec;
        this.run = run;
        this.targets = targets;
    }

    void sweep(Reading reading) {
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        String after = null;
        while (true) {
            run.cancellation().check();
            List<StoredRecord> missing = run.ledger()
                    .store()
                    .notListed(connection.name(), spec.type(), reading.listing(), after, spec.readLimit());
            if (missing.isEmpty()) {
                return;
            }
            if (lookup.isEmpty()) {
                LOG.warn(
                        "{}: records of type {} were not listed and cannot be looked up; none of them counts as gone",
                        connection.name(),
                        spec.type());
                return;
            }
            List<String> ids =
                    missing.stream().map(StoredRecord::ref).map(RecordRef::id).toList();
            new Rereading(spec, lookup.get(), run, targets).read(ids, reading, true);
            after = missing.get(missing.size() - 1).ref().id();
        }
    }
}
