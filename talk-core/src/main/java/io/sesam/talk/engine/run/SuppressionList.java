package io.sesam.talk.engine.run;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Suppression list: blocks the re-import of erased records (R27).
 *
 * <p>Stores only keyed hashes of match keys and record references; the key never leaves the store. No person can be
 * derived from a hash, and none can be looked up without the store. While the list is empty, it is not consulted.
 */
public final class SuppressionList {
    private static final String ALGORITHM = "HmacSHA256";

    private final Store store;
    private final Map<EntityType, TypePolicy> policies = new HashMap<>();
    private final Optional<Mac> mac;

    /** Opens the suppression list of a store. */
    public SuppressionList(Store store, Collection<TypePolicy> policies) {
        this.store = store;
        policies.forEach(policy -> this.policies.put(policy.type(), policy));
        this.mac = store.state(StateKey.suppressionKey()).map(SuppressionList::mac);
    }

    /** Creates the secret key in the store, before the first hash. */
    public static void makeKey(Store store, RandomGenerator random) {
        if (store.state(StateKey.suppressionKey()).isEmpty()) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            store.commit(new Commit()
                    .put(
                            StateKey.suppressionKey(),
                            new EngineState.SuppressionKey(HexFormat.of().formatHex(key))));
        }
    }

    private static Mac mac(EngineState.SuppressionKey key) {
        try {
            Mac made = Mac.getInstance(ALGORITHM);
            made.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Checks whether the list has any entry. */
    public boolean isActive() {
        return mac.isPresent();
    }

    /** Computes the hash of a record reference. */
    public String fingerprint(RecordRef record) {
        return fingerprint(record.type(), "record", record.system() + "/" + record.id());
    }

    /** Computes the hash of a match key. */
    public String fingerprint(EntityType type, MatchKey key) {
        return fingerprint(type, "key " + key.rule(), key.value());
    }

    private synchronized String fingerprint(EntityType type, String kind, String value) {
        String text = type + "\n" + kind + "\n" + value;
        return HexFormat.of().formatHex(mac.orElseThrow().doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Computes the match keys of normalised values. */
    public List<MatchKey> keys(Fields values) {
        TypePolicy policy = policies.get(values.schema().type());
        return policy == null ? List.of() : policy.rules().keys(values);
    }

    /** Computes the match keys of a normalised record, with those of its further match values. */
    public List<MatchKey> keys(SourceRecord record) {
        TypePolicy policy = policies.get(record.ref().type());
        return policy == null ? List.of() : policy.rules().keys(record);
    }

    /** Finds changes that show erased records, each with the matching hash. */
    public Map<RecordRef, String> recognise(Map<RecordRef, Change> changes) {
        if (!isActive()) {
            return Map.of();
        }
        Map<RecordRef, List<String>> fingerprints = new LinkedHashMap<>();
        changes.forEach((ref, change) -> {
            if (change instanceof RecordSnapshot shown) {
                fingerprints.put(ref, fingerprints(ref, shown));
            }
        });
        Set<String> erased = store.erased(
                fingerprints.values().stream().flatMap(List::stream).toList());
        Map<RecordRef, String> recognised = new HashMap<>();
        fingerprints.forEach((ref, all) ->
                all.stream().filter(erased::contains).findFirst().ifPresent(one -> recognised.put(ref, one)));
        return recognised;
    }

    private List<String> fingerprints(RecordRef ref, RecordSnapshot shown) {
        List<String> fingerprints = new ArrayList<>();
        SourceRecord record = Normalizer.normalize(SourceRecord.of(ref, shown.fields()))
                .matching(shown.matchValues().orElse(Map.of()));
        keys(record).forEach(key -> fingerprints.add(fingerprint(ref.type(), key)));
        fingerprints.add(fingerprint(ref));
        return fingerprints;
    }
}
