package io.sesam.talk.bulk.ids;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Says which golden ids were made from which records, millions of times. For one thread. */
final class Founders {
    /** The letters of a golden id. */
    static final int LETTERS = 24;

    private final EntityType type;
    private final MessageDigest digest;
    private final byte[] hash = new byte[32];
    private final byte[] letters = new byte[LETTERS];
    private final Map<SystemName, byte[]> beginnings = new HashMap<>();

    Founders(EntityType type) {
        this.type = type;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Checks whether an id is that of {@link GoldenId#foundedBy}. */
    boolean isFounder(RecordRef ref, byte[] id) {
        digest.update(beginnings.computeIfAbsent(
                ref.system(), system -> (type.name() + "\0" + system.value() + "\0").getBytes(StandardCharsets.UTF_8)));
        digest.update(ref.id().getBytes(StandardCharsets.UTF_8));
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
        GoldenId.spell(hash, letters, 0);
        return Arrays.equals(letters, id);
    }

    /** Returns a hash of the letters of an id in an array. */
    static long hash(byte[] array, int at) {
        long hash = 0;
        for (int i = at; i < at + LETTERS; i++) {
            hash = hash * 31 + array[i];
        }
        return hash;
    }
}
