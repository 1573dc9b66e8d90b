package io.sesam.talk.engine.erase;

import io.sesam.talk.engine.run.EngineConfig;
import io.sesam.talk.engine.run.StateWriter;
import io.sesam.talk.engine.run.SuppressionList;
import io.sesam.talk.engine.run.WebhookInbox;
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
 * Forgets people, in one commit: what they are known again by, what is left to do over there, and nothing else, is
 * remembered afterwards (R27). Only {@link StateWriter#alone}.
 */
public final class ErasureCommit {
    private static final String NOT_ASKED = "the system has not been asked yet; the next sync does";

    private final Map<EntityType, TypePolicy> policies;
    private final WebhookInbox webhookInbox;
    private final StateWriter state;
    private final Store store;
    private final SuppressionList door;
    private final Set<RecordRef> told = new LinkedHashSet<>();
    private int goldens;
    private int unanswered;

    public ErasureCommit(EngineConfig config, StateWriter state) {
        this.policies = config.policies();
        this.webhookInbox = config.webhookInbox();
        this.state = state;
        this.store = state.store();
        this.door = state.door();
    }

    /** Records over there that there was something to do about. */
    public Set<RecordRef> told() {
        return told;
    }

    /** How many golden records were forgotten. */
    public int goldens() {
        return goldens;
    }

    /** How many inserts were forgotten that were sent and never answered. */
    public int unanswered() {
        return unanswered;
    }

    /** Forgets whom a record belongs to; also a record that came back, or could not be deleted before. */
    public void record(RecordRef record) {
        Optional<Erasure> known = store.erasures().stream()
                .filter(erasure -> erasure.record().equals(record))
                .findFirst();
        List<StoredRecord> stored = store.records(List.of(record));
        if (known.isEmpty() && stored.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no record " + record + " is known; a record is named by system, type and the system's id, and must"
                            + " have been read. Somebody who is not known yet can be erased by a match key.");
        }
        forget(record.type(), withCompany(stored), Set.of(), known.stream().toList());
    }

    /** Forgets a golden record. */
    public void golden(GoldenId golden) {
        List<StoredRecord> members = store.members(List.of(golden));
        if (members.isEmpty()) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no golden record " + golden + " is known");
        }
        forget(members.get(0).ref().type(), members, Set.of(), List.of());
    }

    /** Forgets whoever has a match key, and keeps it out from now on; also when nobody has it now. */
    public void key(EntityType type, String text) {
        TypePolicy policy = policies.get(type);
        if (policy == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, "no type \"" + type + "\" is declared");
        }
        Set<MatchKey> keys = keys(policy, text);
        if (keys.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "nobody of type " + type + " is known by such a key; its match rules are "
                            + policy.rules().rules().stream()
                                    .map(MatchRule::name)
                                    .toList()
                            + ", and a key that is blank or ignored binds nobody");
        }
        Set<String> causes = new HashSet<>();
        keys.forEach(key -> causes.add(door.fingerprint(type, key)));
        List<Erasure> known = store.erasures().stream()
                .filter(erasure -> causes.contains(erasure.cause()))
                .toList();
        forget(type, withCompany(store.withKeys(type, keys, Integer.MAX_VALUE)), keys, known);
    }

    /** What the text is as a key, by each rule of one property. */
    private Set<MatchKey> keys(TypePolicy policy, String text) {
        Set<MatchKey> keys = new LinkedHashSet<>();
        RecordRef nobody = RecordRef.of("nobody", policy.type(), "nobody");
        for (MatchRule rule : policy.rules().rules()) {
            if (rule.properties().size() == 1) {
                Fields said = Fields.builder(policy.schema())
                        .say(rule.properties().get(0), text)
                        .build();
                keys.addAll(door.keys(
                        Normalizer.normalize(SourceRecord.of(nobody, said)).values()));
            }
        }
        return keys;
    }

    /** With all that belong to the same golden records, also those that are gone. */
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
        members.forEach(member ->
                keys.addAll(door.keys(Normalizer.normalize(member.record()).values())));
        Set<GoldenId> ids = goldens(members);
        List<StoredGolden> stored = store.goldens(ids);
        stored.forEach(golden -> keys.addAll(door.keys(golden.values())));
        keys.removeIf(key -> !wanted.contains(key) && isHeldByOthers(type, key, members));
        keys.forEach(key -> commit.erase(door.fingerprint(type, key)));
        Optional<String> cause = keys.stream().findFirst().map(key -> door.fingerprint(type, key));
        members.forEach(member -> forget(member, cause.orElseGet(() -> door.fingerprint(member.ref())), commit));
        known.forEach(erasure -> askAgain(erasure, commit));
        unanswered += openIntents(ids);
        ids.forEach(commit::forget);
        stored.forEach(golden -> empty(golden, commit));
        webhookInbox.forget(members.stream().map(StoredRecord::ref).toList());
        state.forget(type, members, commit);
    }

    /** A key that somebody else has, too, keeps nobody out: else that other one would be kept out as well. */
    private boolean isHeldByOthers(EntityType type, MatchKey key, Collection<StoredRecord> members) {
        Set<RecordRef> own = new HashSet<>();
        members.forEach(member -> own.add(member.ref()));
        return store.withKeys(type, List.of(key), members.size() + 1).stream()
                .anyMatch(holder -> !own.contains(holder.ref()));
    }

    /** Those that they belong to, and those that any of them ever founded. */
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
        commit.forget(member.ref()).erase(door.fingerprint(member.ref()));
        if (member.isLive() && !member.record().isFaint()) {
            commit.put(Erasure.builder().record(member.ref()).state(Erasure.State.PENDING).cause(cause).reason(NOT_ASKED).since(state.now()).build());
            told.add(member.ref());
        }
    }

    private void askAgain(Erasure erasure, Commit commit) {
        if (!told.contains(erasure.record())) {
            commit.put(erasure.became(Erasure.State.PENDING, NOT_ASKED)).erase(door.fingerprint(erasure.record()));
            told.add(erasure.record());
        }
    }

    /** Sinks still have to hear that it is gone; of what it said, nothing is left. */
    private void empty(StoredGolden golden, Commit commit) {
        commit.put(new StoredGolden(
                golden.id(),
                Fields.unknown(golden.values().schema()),
                0,
                golden.removed() ? golden.sequence() : state.nextSequence(),
                true));
        goldens += golden.removed() ? 0 : 1;
    }
}
