package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.resolve.Resolver;
import io.sesam.talk.engine.resolve.SlotOccupants;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recovery of in-doubt writes by look-ups, never by sending again (R21).
 *
 * <p>An update is decided again, which is safe. An insert is searched for: when found, it counts as done and its
 * values are echoes; when proven absent, it is decided again; otherwise it stays in doubt and blocks further
 * inserts of its cluster.
 */
public final class Recovery {
    private final TypeSpec spec;
    private final InsertMatcher insertMatcher;
    private final SystemName system;
    private final RunContext run;
    private final Store store;
    private final Collection<SystemName> targets;
    private final InDoubtSearch inDoubtSearch;
    private final InDoubtWaits waits;

    /**
     * Creates the recovery of a type.
     *
     * @param targets the systems that changed golden records are compared with
     */
    public Recovery(
            Connection connection, TypeSpec spec, TypePolicy policy, RunContext run, Collection<SystemName> targets) {
        this.spec = spec;
        this.system = connection.name();
        this.run = run;
        this.store = run.state().store();
        this.targets = targets;
        Optional<Lookup> lookup = connection.connector().lookup(spec.type());
        this.insertMatcher = new InsertMatcher(spec, policy, store);
        this.waits = new InDoubtWaits(system, spec, lookup, run);
        this.inDoubtSearch = new InDoubtSearch(system, spec, policy, insertMatcher, lookup, waits, run);
    }

    /**
     * Records writes without an outcome in the journal after a crash. Done before anything is read, while their
     * basis is still stored.
     *
     * <p>An intent whose call was never made is dropped; its comparison is still pending. An undo leaves nothing else: its values are read as edits. An erasure is still pending and is sent again.
     */
    public static void noteUnanswered(RunContext run) {
        run.state().alone(() -> {
            Commit commit = new Commit();
            for (Intent intent : run.state().store().intents()) {
                if (!intent.sent()) {
                    commit.close(intent.operation());
                    continue;
                }
                if (intent.purpose() != Intent.Purpose.SYNC) {
                    commit.close(intent.operation());
                } else if (!intent.unknown()) {
                    commit.put(intent.withoutAnswer());
                }
                if (intent.purpose() != Intent.Purpose.ERASURE && !intent.unknown()) {
                    commit.add(withoutAnswer(run, intent));
                }
            }
            run.state().commit(commit);
        });
    }

    private static AuditEntry withoutAnswer(RunContext run, Intent intent) {
        return AuditEntry.builder()
                .time(run.state().now())
                .run(run.id())
                .operation(intent.operation())
                .system(intent.system())
                .type(intent.type())
                .recordId(intent.recordId())
                .golden(intent.golden())
                .outcome(AuditEntry.Outcome.UNKNOWN)
                .before(before(run, intent))
                .after(intent.fields())
                .reason("Talk ended before the answer arrived")
                .build();
    }

    private static Fields before(RunContext run, Intent intent) {
        Fields.Builder before = Fields.builder(intent.fields().schema());
        String id = intent.recordId();
        if (id != null) {
            run.state().store().records(Set.of(new RecordRef(intent.system(), intent.type(), id))).stream()
                    .map(known -> known.record().rawValues())
                    .forEach(held -> {
                        for (int i = 0; i < held.schema().size(); i++) {
                            before.slot(i, intent.fields().slot(i) == null ? null : held.slot(i));
                        }
                    });
        }
        return before.build();
    }

    /** Resolves in-doubt writes as far as possible. */
    public void recover(List<Intent> open) {
        waits.begin(open);
        List<Intent> inserts = new ArrayList<>();
        for (Intent intent : open) {
            if (intent.isInsert()) {
                inserts.add(intent);
            } else {
                askAgain(intent);
            }
        }
        inDoubtSearch.begin(inserts);
        for (Intent intent : inserts) {
            run.cancellation().check();
            InDoubtSearch.Result result = inDoubtSearch.find(intent);
            result.record().ifPresent(record -> found(intent, record));
            if (result.isAbsent()) {
                notMade(intent);
            }
        }
        run.state().alone(() -> {
            Commit commit = new Commit();
            waits.keep(store.intents(system, spec.type()), commit);
            run.state().commit(commit);
        });
    }

    /** Requests a new comparison, and keeps the written values until the system would have shown them. */
    private void askAgain(Intent intent) {
        boolean shown = run.isRead(system, spec.type()) && waits.isOver(intent, spec.indexLag());
        run.state().alone(() -> {
            Commit commit = new Commit().add(task(intent));
            if (shown || intent.kind() != Operation.Kind.UPDATE) {
                commit.close(intent.operation());
            }
            run.state().commit(commit);
        });
    }

    private void notMade(Intent intent) {
        run.state().alone(() -> {
            Commit commit = new Commit().close(intent.operation()).add(task(intent));
            commit.add(entry(
                    intent,
                    null,
                    AuditEntry.Outcome.FAILED,
                    "it was sent without an answer, and the record does not exist"));
            run.state().commit(commit);
        });
    }

    private void found(Intent intent, RecordSnapshot shown) {
        run.state().alone(() -> {
            RecordRef ref = new RecordRef(system, spec.type(), shown.id());
            StoredRecord stored = run.state().remembered(Set.of(ref)).get(ref);
            List<Link> held = new ArrayList<>();
            List<StoredRecord> changed = new ArrayList<>();
            List<Link> links = new ArrayList<>();
            if (stored != null && SlotOccupants.isVacant(spec, stored, intent.golden())) {
                SlotOccupants.vacate(stored, store.links(Set.of(ref)), changed, links, held);
                stored = null;
            }
            StoredRecord before = stored;
            Sight now = Sight.at(run.state().observed());
            SourceRecord record = before != null && InsertMatcher.isEcho(before.record())
                    ? ChangeDetector.observe(before.record(), ref, shown, now, true)
                    : insertMatcher.asMade(intent, ref, shown, now);
            StoredRecord made = Resolver.live(record, before, shown.version().orElse(null));
            changed.add(made);
            if (!ref.equals(intent.origin())) {
                links.add(new Link(intent.origin(), ref, Link.Origin.CREATED));
            }
            Commit commit = new Commit().close(intent.operation()).add(task(intent));
            commit.add(entry(
                    intent,
                    shown.id(),
                    AuditEntry.Outcome.INSERTED,
                    "the answer was lost; a look-up found the record"));
            run.state().rememberWritten(spec.type(), changed, links, held, system, targets, commit);
        });
    }

    private PendingComparison task(Intent intent) {
        return new PendingComparison(system, spec.type(), intent.golden());
    }

    private AuditEntry entry(Intent intent, @Nullable String recordId, AuditEntry.Outcome outcome, String reason) {
        return AuditEntry.builder()
                .time(run.state().now())
                .run(run.id())
                .operation(intent.operation())
                .system(system)
                .type(spec.type())
                .recordId(recordId)
                .golden(intent.golden())
                .outcome(outcome)
                .before(Fields.unknown(spec.schema()))
                .after(intent.fields())
                .reason(reason)
                .build();
    }
}
