package io.sesam.talk.policy;

import java.util.Optional;

/**
 * What Talk may do with a type of a system.
 *
 * @param share whether it is written at all; otherwise its data still reach the others
 * @param fullSync whether it also gets what existed before it was connected
 * @param deletes what happens there when a record is gone elsewhere
 * @param duplicates what happens to several records of one cluster there
 * @param brake how much may change in one run before a person is asked; empty for as much as everywhere
 */
public record TargetPolicy(
        boolean share, boolean fullSync, OnDelete deletes, OnDuplicate duplicates, Optional<ChangeLimit> brake) {
    /** What happens in a system when a record is gone elsewhere (R24). */
    public enum OnDelete {
        /** Nothing: its record stays and is kept up to date. */
        IGNORE,
        /** Its record stays as it is, and is no longer written while the other is gone. */
        UNLINK,
        /** Its record is archived. */
        ARCHIVE
    }

    /** What happens to several records of one cluster in one system (R11). */
    public enum OnDuplicate {
        /** They follow the golden record only where they agreed with it or were blank. */
        KEEP,
        /** All of them are kept equal to the golden record. */
        SYNC
    }

    /** Share everything; delete nothing; let duplicates keep what is their own. */
    public static TargetPolicy defaults() {
        return new TargetPolicy(true, true, OnDelete.IGNORE, OnDuplicate.KEEP, Optional.empty());
    }

    /** A fingerprint of what decides; without the brake: how much may change at once does not change what is to be done. */
    public String fingerprint() {
        return PolicyFingerprint.of("target policy")
                .add("share", share)
                .add("full sync", fullSync)
                .add("deletes", deletes)
                .add("duplicates", duplicates)
                .hex();
    }

    /** The same, written or not. */
    public TargetPolicy share(boolean shared) {
        return new TargetPolicy(shared, fullSync, deletes, duplicates, brake);
    }

    /** The same, with or without what existed before. */
    public TargetPolicy fullSync(boolean full) {
        return new TargetPolicy(share, full, deletes, duplicates, brake);
    }

    /** The same with another answer to records that are gone elsewhere. */
    public TargetPolicy deletes(OnDelete answer) {
        return new TargetPolicy(share, fullSync, answer, duplicates, brake);
    }

    /** The same with another way with duplicates. */
    public TargetPolicy duplicates(OnDuplicate way) {
        return new TargetPolicy(share, fullSync, deletes, way, brake);
    }

    /** The same with another brake. */
    public TargetPolicy brake(ChangeLimit limits) {
        return new TargetPolicy(share, fullSync, deletes, duplicates, Optional.of(limits));
    }
}
