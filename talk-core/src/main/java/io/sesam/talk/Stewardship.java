package io.sesam.talk;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.steward.StewardActions;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.DuplicateGroup;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.ErasureReport;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.OversizedCluster;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of a data steward, and the lists they are made from.
 *
 * <p>Lists are answered also while a sync runs. Decisions change the store at once and are in the journal with the actor; the next
 * {@link Talk#sync()} carries them to the systems. A decision while another call is under way is refused with BUSY. Any thread may
 * use it.
 */
@Experimental
public final class Stewardship {
    private final Talk talk;
    private final EngineConfig config;
    private final StewardActions actions;

    Stewardship(Talk talk, EngineConfig config, @Nullable String actor) {
        this.talk = talk;
        this.config = config;
        this.actions = new StewardActions(config, actor);
    }

    /** The oldest parked writes and records, at most a number of them, in their order (R22). */
    public List<Parked> parked(int limit) {
        talk.requireOpen();
        return config.store().parked(null, limit);
    }

    /** The page of parked writes and records after the last one of an earlier page, which may be parked no more. */
    public List<Parked> parked(Parked after, int limit) {
        talk.requireOpen();
        return config.store().parked(after, limit);
    }

    /** All parked writes and records of a golden record, the oldest first. */
    public List<Parked> parked(GoldenId golden) {
        talk.requireOpen();
        return config.store().parked(golden);
    }

    /** Clusters that are too large to be merged, the largest first (R11); goes through all that is parked. */
    public List<OversizedCluster> oversizedClusters() {
        talk.requireOpen();
        return actions.oversizedClusters();
    }

    /**
     * Inserts that were sent and never answered, the oldest first (R21).
     *
     * <p>Each run looks for their records. Until it is known what became of one, nothing is inserted there for its golden record.
     */
    public List<Intent> inDoubt() {
        talk.requireOpen();
        return actions.inDoubt();
    }

    /** Held plans, and approved ones that no sync has carried out yet; also after a restart (R26). */
    public List<HeldPlan> heldPlans() {
        talk.requireOpen();
        return actions.heldPlans();
    }

    /** Hands over several records of one system in one cluster, cluster by cluster (R11); goes through the whole store. */
    public void duplicates(Consumer<DuplicateGroup> action) {
        talk.requireOpen();
        actions.duplicates(action);
    }

    /** Hands over the stored answers of enrichers (R31); goes through the whole store. */
    public void answers(Consumer<EnrichmentAnswer> action) {
        talk.requireOpen();
        actions.answers(action);
    }

    /**
     * Lets the next sync carry out a held plan. Its numbers are a ceiling: a plan that has grown since is held again.
     *
     * @throws TalkException CONFIGURATION when no such plan is held
     */
    public void approve(String system, String type) {
        talk.alone(() -> actions.approve(new SystemName(system), new EntityType(type)));
    }

    /**
     * Withdraws the approval of a plan that no sync has carried out yet: it is held again.
     *
     * @throws TalkException CONFIGURATION when no such plan is held
     */
    public void withdrawApproval(String system, String type) {
        talk.alone(() -> actions.withdrawApproval(new SystemName(system), new EntityType(type)));
    }

    /**
     * Drops a held plan. Golden records that change later are compared again, and all of them when the settings change.
     *
     * @throws TalkException CONFIGURATION when no such plan is held
     */
    public void reject(String system, String type) {
        talk.alone(() -> actions.reject(new SystemName(system), new EntityType(type)));
    }

    /** Links two records: they are the same, whatever their keys are; holds over restarts (R8). */
    public void link(RecordRef one, RecordRef other) {
        talk.alone(() -> actions.link(one, other));
    }

    /** Unlinks two records: they are not the same, whatever their keys are; holds over restarts (R8). */
    public void unlink(RecordRef one, RecordRef other) {
        talk.alone(() -> actions.unlink(one, other));
    }

    /**
     * Withdraws decisions about two records: neither linked nor unlinked by a person, they are matched by their keys alone.
     *
     * @throws TalkException CONFIGURATION when no person has linked or unlinked them
     */
    public void withdraw(RecordRef one, RecordRef other) {
        talk.alone(() -> actions.withdraw(one, other));
    }

    /** Lets the next sync try all parked writes again, and all erasures that a system refused (R22). */
    public void retry() {
        talk.alone(() -> {
            actions.retryParked();
        });
    }

    /**
     * Lets the next sync try one parked write again.
     *
     * @throws TalkException CONFIGURATION when it is not parked any more
     */
    public void retry(Parked.Key write) {
        talk.alone(() -> actions.retryParked(write));
    }

    /**
     * Declares that an insert of {@link #inDoubt()} was not done: a person has looked, and the record does not exist. The next
     * sync decides anew.
     *
     * @throws TalkException CONFIGURATION when no such operation is in doubt
     */
    public void notDone(String operation) {
        talk.alone(() -> actions.notDone(operation));
    }

    /**
     * Erases the person, or other entity, that a record belongs to (R27).
     *
     * <p>First the store drops the golden record, all its source records and their values, in one commit. Then every system that
     * holds a record deletes it, or archives it where it cannot delete. A system that is down or refuses is in the report and in
     * {@link Talk#status()}; each sync asks again. The tables of the sinks lose the rows. From then on the suppression list, a keyed
     * hash of the match keys, keeps the person out: a record that appears with such a key stays in its system, reaches no other
     * system and no sink, and is reported as come back. A match key that other people share, such as a shared mailbox, is not put
     * on the list.
     *
     * @throws TalkException CONFIGURATION when the record is unknown; CANCELLED when {@link Talk#cancel()} was called: the next
     *     sync goes on
     */
    public ErasureReport erase(RecordRef record) {
        return erased(() -> talk.engine().erase(record), () -> actions.erased(record, null, null));
    }

    /** Erases the entity of a golden record; otherwise as {@link #erase(RecordRef)}. */
    public ErasureReport erase(GoldenId golden) {
        return erased(() -> talk.engine().erase(golden), () -> actions.erased(null, golden, null));
    }

    /**
     * Erases everyone with a match key, such as an e-mail address; otherwise as {@link #erase(RecordRef)}. A key that no record
     * has now is put on the suppression list all the same.
     */
    public ErasureReport erase(String type, String key) {
        EntityType erased = new EntityType(type);
        return erased(() -> talk.engine().erase(erased, key), () -> actions.erased(null, null, erased));
    }

    private ErasureReport erased(Supplier<ErasureReport> erasure, Runnable afterwards) {
        return talk.alone(() -> {
            ErasureReport report = erasure.get();
            afterwards.run();
            return report;
        });
    }

    /**
     * Readmits a record of an erased person that {@link Talk#status()} lists; the next sync reads it.
     *
     * @throws TalkException CONFIGURATION when no such record is listed
     */
    public void readmit(RecordRef record) {
        talk.alone(() -> actions.readmit(record));
    }
}
