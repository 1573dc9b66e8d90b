package io.sesam.talk.engine.erase;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.WebhookInbox;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Erasure of records from the store in one commit (R27). Afterwards only the suppression list and the pending
 * erasures in systems remain. Only within {@link StateWriter#alone}.
 */
public final class ErasureCommit {
    private static final String NOT_ASKED = "not sent to the system yet; the next sync sends it";

    private final Map<EntityType, TypePolicy> policies;
    private final WebhookInbox webhookInbox;
    private final StateWriter state;
    private final Store store;
    private final SuppressionList suppressionList;
    private final Set<RecordRef> reported = new LinkedHashSet<>();
    private int goldens;
    private int unanswered;

    /** Creates an erasure. */
    public ErasureCommit(EngineConfig config, StateWriter state) {
        this.policies = config.policies();
        this.webhookInbox = config.webhookInbox();
        this.state = state;
        this.store = state.store();
        this.suppressionList = state.suppressionList();
    }

    /** Returns the records in systems that need an action. */
    public Set<RecordRef> affected() {
        return reported;
    }

    /** Counts the erased golden records. */
    public int goldens() {
        return goldens;
    }

    /** Counts the removed in-doubt inserts. */
    public int unanswered() {
        return unanswered;
    }

    /** Erases a record's golden record. The record may also have reappeared, or not have been deleted before. */
    public void record(RecordRef record) {
        Optional<Erasure> known = store.erasures().stream()
                .filter(erasure -> erasure.record().equals(record))
                .findFirst();
        List<StoredRecord> stored = store.records(List.of(record));
        if (known.isEmpty() && stored.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no record " + record + " is known. A record is named by system, type and the system's id, and must"
                            + " have been read by a sync. To erase a person before the first sync, use a match key.");
        }
        forget(record.type(), withCompany(stored), Set.of(), known.stream().toList());
    }

    /** Erases a golden record. */
    public void golden(GoldenId golden) {
        List<StoredRecord> members = store.members(List.of(golden));
        if (members.isEmpty()) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no golden record " + golden + " is known");
        }
        forget(members.get(0).ref().type(), members, Set.of(), List.of());
    }

    /** Erases all records with a match key and suppresses the key, also when no record has it. */
    public void key(EntityType type, String text) {
        TypePolicy policy = policies.get(type);
        if (policy == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no type \"" + type + "\" is declared");
        }
        Set<MatchKey> keys = keys(policy, text);
        if (keys.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no match rule of type " + type + " accepts this key. Its match rules are "
                            + policy.rules().rules().stream()
                                    .map(MatchRule::name)
                                    .toList()
                            + "; a blank or ignored key is never accepted");
        }
        Set<String> causes = new HashSet<>();
        keys.forEach(key -> causes.add(suppressionList.fingerprint(type, key)));
        List<Erasure> known = store.erasures().stream()
                .filter(erasure -> causes.contains(erasure.cause()))
                .toList();
        forget(type, withCompany(store.withKeys(type, keys, Integer.MAX_VALUE)), keys, known);
    }

    /** Converts a text to match keys, one per rule with a single property. */
    private Set<MatchKey> keys(TypePolicy policy, String text) {
        Set<MatchKey> keys = new LinkedHashSet<>();
        RecordRef placeholder = RecordRef.of("nobody", policy.type(), "nobody");
        for (MatchRule rule : policy.rules().rules()) {
            if (rule.properties().size() == 1) {
                Fields rawValues = Fields.builder(policy.schema())
                        .text(rule.properties().get(0), text)
                        .build();
                keys.addAll(suppressionList.keys(Normalizer.normalize(SourceRecord.of(placeholder, rawValues))
                        .values()));
            }
        }
        return keys;
    }

    /** Adds all records of the same golden records, also deleted ones. */
    private List<StoredRecord> withCompany(List<StoredRecord> some) {
        Set<GoldenId> ids = new HashSet<>();
        List<StoredRecord> alone = new ArrayList<>();
        for (StoredRecord record : some) {
            GoldenId golden = record.golden();
            if (golden == null) {
                alone.add(record);
            } else {
                ids.add(golden);
            }
        }
        alone.addAll(store.members(ids));
        return alone;
    }

    private void forget(EntityType type, List<StoredRecord> members, Set<MatchKey> wanted, List<Erasure> known) {
        Commit commit = new Commit();
        Set<MatchKey> keys = new LinkedHashSet<>(wanted);
        members.forEach(member -> keys.addAll(suppressionList.keys(Normalizer.normalize(member.record()))));
        Set<GoldenId> ids = goldens(members);
        List<StoredGolden> stored = store.goldens(ids);
        stored.forEach(golden -> keys.addAll(suppressionList.keys(golden.values())));
        keys.removeIf(key -> !wanted.contains(key) && isHeldByOthers(type, key, members));
        keys.forEach(key -> commit.erase(suppressionList.fingerprint(type, key)));
        Optional<String> cause = keys.stream().findFirst().map(key -> suppressionList.fingerprint(type, key));
        members.forEach(
                member -> forget(member, cause.orElseGet(() -> suppressionList.fingerprint(member.ref())), commit));
        known.forEach(erasure -> askAgain(erasure, commit));
        unanswered += openIntents(ids);
        ids.forEach(commit::forget);
        stored.forEach(golden -> empty(golden, commit));
        webhookInbox.forget(members.stream().map(StoredRecord::ref).toList());
        state.forget(type, members, commit);
    }

    /**
     * Checks whether another golden record has the key. Such a key is not suppressed, because that would block the
     * other record, too.
     */
    private boolean isHeldByOthers(EntityType type, MatchKey key, Collection<StoredRecord> members) {
        Set<RecordRef> own = new HashSet<>();
        members.forEach(member -> own.add(member.ref()));
        return store.withKeys(type, List.of(key), members.size() + 1).stream()
                .anyMatch(holder -> !own.contains(holder.ref()));
    }

    /** Collects the golden records of members, and those they ever founded. */
    private static Set<GoldenId> goldens(List<StoredRecord> members) {
        Set<GoldenId> ids = new LinkedHashSet<>();
        for (StoredRecord member : members) {
            GoldenId golden = member.golden();
            if (golden != null) {
                ids.add(golden);
            }
            ids.add(GoldenId.foundedBy(member.ref()));
        }
        return ids;
    }

    private int openIntents(Set<GoldenId> ids) {
        return (int) store.intents().stream()
                .filter(intent -> intent.purpose() != Intent.Purpose.ERASURE && ids.contains(intent.golden()))
                .count();
    }

    private void forget(StoredRecord member, String cause, Commit commit) {
        commit.forget(member.ref()).erase(suppressionList.fingerprint(member.ref()));
        if (member.isLive() && !member.record().isEnrichment()) {
            commit.put(Erasure.builder()
                    .record(member.ref())
                    .state(Erasure.State.PENDING)
                    .cause(cause)
                    .reason(NOT_ASKED)
                    .since(state.now())
                    .build());
            reported.add(member.ref());
        }
    }

    private void askAgain(Erasure erasure, Commit commit) {
        if (!reported.contains(erasure.record())) {
            commit.put(erasure.became(Erasure.State.PENDING, NOT_ASKED))
                    .erase(suppressionList.fingerprint(erasure.record()));
            reported.add(erasure.record());
        }
    }

    /** Removes the values of a golden record. Its removal stays for the sinks. */
    private void empty(StoredGolden golden, Commit commit) {
        commit.put(golden.asRemoved(
                Fields.unknown(golden.values().schema()),
                golden.removed() ? golden.sequence() : state.nextSequence(),
                null));
        goldens += golden.removed() ? 0 : 1;
    }
}
