package io.sesam.talk.sync;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.resolve.Observer;
import io.sesam.talk.resolve.Resolver;
import io.sesam.talk.resolve.TypePolicy;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Upserted;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of writes that were noted and never answered: by looking, never by sending again (R21).
 *
 * <p>An update can safely be asked again. An insert is looked for; found, it is taken as done, and what it wrote is an
 * echo; proven not to be there, it is decided anew; otherwise it stays unknown and blocks its own cluster's insert.
 */
final class Recovery {
    private final TypeSpec spec;
    private final Likeness likeness;
    private final SystemName system;
    private final Run run;
    private final Store store;
    private final Collection<SystemName> targets;
    private final Search search;

    /**
     * A recovery.
     *
     * @param targets the systems that changed golden records are to be compared with
     */
    Recovery(Connection connection, TypeSpec spec, TypePolicy policy, Run run, Collection<SystemName> targets) {
        this.spec = spec;
        this.system = connection.name();
        this.run = run;
        this.store = run.ledger().store();
        this.targets = targets;
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        this.likeness = new Likeness(spec, policy, store);
        this.search = new Search(system, spec, policy, likeness, lookup, run);
    }

    /**
     * Notes in the journal that writes were asked and Talk ended before it knew what came of them. Done before anything is
     * read, while what they rested on is still remembered.
     *
     * <p>An undo leaves no more than that: what it wrote is read as an edit. An erasure leaves nothing: it is still
     * pending, and asked for again.
     */
    static void noteUnanswered(Run run) {
        run.ledger().alone(() -> {
            Commit commit = new Commit();
            for (Intent intent : run.ledger().store().intents()) {
                if (intent.purpose() != Intent.Purpose.SYNC) {
                    commit.close(intent.operation());
                } else if (!intent.unknown()) {
                    commit.put(intent.withoutAnswer());
                }
                if (intent.purpose() != Intent.Purpose.ERASURE && !intent.unknown()) {
                    commit.add(withoutAnswer(run, intent));
                }
            }
            run.ledger().commit(commit);
        });
    }

    private static AuditEntry withoutAnswer(Run run, Intent intent) {
        return new AuditEntry(
                run.ledger().now(),
                run.id(),
                intent.operation(),
                intent.system(),
                intent.type(),
                intent.recordId(),
                intent.golden(),
                "unknown",
                before(run, intent),
                intent.fields(),
                "Talk ended before the answer was there");
    }

    private static Fields before(Run run, Intent intent) {
        Fields.Builder before = Fields.builder(intent.fields().schema());
        String id = intent.recordId();
        if (id != null) {
            run.ledger().store().records(Set.of(new RecordRef(intent.system(), intent.type(), id))).stream()
                    .map(known -> known.record().said())
                    .forEach(said -> {
                        for (int i = 0; i < said.schema().size(); i++) {
                            before.slot(i, intent.fields().slot(i) == null ? null : said.slot(i));
                        }
                    });
        }
        return before.build();
    }

    /** Settles what can be settled of these. */
    void recover(List<Intent> open) {
        List<Intent> inserts = new ArrayList<>();
        for (Intent intent : open) {
            if (intent.isInsert()) {
                inserts.add(intent);
            } else {
                askAgain(intent);
            }
        }
        search.begin(inserts);
        for (Intent intent : inserts) {
            run.cancellation().check();
            Search.Result result = search.find(intent);
            result.record().ifPresent(record -> found(intent, record));
            if (result.isAbsent()) {
                notMade(intent);
            }
        }
    }

    /**
     * Asks again what was asked, and keeps in mind what may have been written until the system would have shown it.
     */
    private void askAgain(Intent intent) {
        boolean shown = run.isRead(system, spec.type())
                && !intent.since()
                        .plus(Search.STILL_AT_WORK)
                        .plus(spec.indexLag())
                        .isAfter(run.started());
        run.ledger().alone(() -> {
            Commit commit = new Commit().add(task(intent));
            if (shown || intent.kind() != Operation.Kind.UPDATE) {
                commit.close(intent.operation());
            }
            run.ledger().commit(commit);
        });
    }

    private void notMade(Intent intent) {
        run.ledger().alone(() -> {
            Commit commit = new Commit().close(intent.operation()).add(task(intent));
            commit.add(entry(intent, null, "failed", "it was sent and not answered, and is not there"));
            run.ledger().commit(commit);
        });
    }

    private void found(Intent intent, Upserted shown) {
        run.ledger().alone(() -> {
            RecordRef ref = new RecordRef(system, spec.type(), shown.id());
            StoredRecord before = run.ledger().remembered(Set.of(ref)).get(ref);
            Instant now = run.ledger().now();
            SourceRecord record = before != null && Likeness.isEcho(before.record())
                    ? Observer.observe(before.record(), ref, shown, now, true)
                    : likeness.asMade(intent, ref, shown, now);
            StoredRecord made = Resolver.live(record, before, shown.version().orElse(null));
            List<Link> links = ref.equals(intent.origin())
                    ? List.of()
                    : List.of(new Link(intent.origin(), ref, Link.Origin.CREATED));
            Commit commit = new Commit().close(intent.operation()).add(task(intent));
            commit.add(entry(intent, shown.id(), "inserted", "the answer was lost; it was found by looking"));
            run.ledger().rememberWritten(spec.type(), List.of(made), links, system, targets, commit);
        });
    }

    private Task task(Intent intent) {
        return new Task(system, spec.type(), intent.golden());
    }

    private AuditEntry entry(Intent intent, @Nullable String recordId, String what, String reason) {
        return new AuditEntry(
                run.ledger().now(),
                run.id(),
                intent.operation(),
                system,
                spec.type(),
                recordId,
                intent.golden(),
                what,
                Fields.unknown(spec.schema()),
                intent.fields(),
                reason);
    }
}
