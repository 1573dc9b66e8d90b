package io.sesam.talk.policy;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules for writing a type to a system.
 *
 * <p>Immutable; each method that takes a value returns a changed copy.
 */
public final class TargetPolicy {
    private static final TargetPolicy DEFAULTS =
            new TargetPolicy(true, true, OnDelete.IGNORE, OnDuplicate.KEEP, Optional.empty());

    private final boolean share;
    private final boolean fullSync;
    private final OnDelete deletes;
    private final OnDuplicate duplicates;
    private final Optional<ChangeLimit> changeLimit;

    private TargetPolicy(
            boolean share,
            boolean fullSync,
            OnDelete deletes,
            OnDuplicate duplicates,
            Optional<ChangeLimit> changeLimit) {
        this.share = share;
        this.fullSync = fullSync;
        this.deletes = deletes;
        this.duplicates = duplicates;
        this.changeLimit = changeLimit;
    }

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

    /** Writes everything, deletes nothing, lets duplicates keep their own values. */
    public static TargetPolicy defaults() {
        return DEFAULTS;
    }

    /** Whether the type is written at all; otherwise its values still reach other systems. */
    public boolean share() {
        return share;
    }

    /** Whether records from before the connection are inserted too. */
    public boolean fullSync() {
        return fullSync;
    }

    /** What happens when a record is gone elsewhere. */
    public OnDelete deletes() {
        return deletes;
    }

    /** What happens to several records of one cluster. */
    public OnDuplicate duplicates() {
        return duplicates;
    }

    /** The change limit of the type; empty for the general one. */
    public Optional<ChangeLimit> changeLimit() {
        return changeLimit;
    }

    /** Sets whether the type is written at all. */
    public TargetPolicy share(boolean value) {
        return new TargetPolicy(value, fullSync, deletes, duplicates, changeLimit);
    }

    /** Sets whether records from before the connection are inserted too. */
    public TargetPolicy fullSync(boolean value) {
        return new TargetPolicy(share, value, deletes, duplicates, changeLimit);
    }

    /** Sets what happens when a record is gone elsewhere. */
    public TargetPolicy deletes(OnDelete value) {
        return new TargetPolicy(share, fullSync, value, duplicates, changeLimit);
    }

    /** Sets what happens to several records of one cluster. */
    public TargetPolicy duplicates(OnDuplicate value) {
        return new TargetPolicy(share, fullSync, deletes, value, changeLimit);
    }

    /** Sets the change limit of the type. */
    public TargetPolicy changeLimit(ChangeLimit value) {
        return new TargetPolicy(share, fullSync, deletes, duplicates, Optional.of(value));
    }

    /** Fingerprint of what decides; the change limit is no part: it changes how much is written at once, not what. */
    public String fingerprint() {
        return PolicyFingerprint.of("target policy")
                .add("share", share)
                .add("full sync", fullSync)
                .add("deletes", deletes)
                .add("duplicates", duplicates)
                .hex();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetPolicy that
                && share == that.share
                && fullSync == that.fullSync
                && deletes == that.deletes
                && duplicates == that.duplicates
                && changeLimit.equals(that.changeLimit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(share, fullSync, deletes, duplicates, changeLimit);
    }

    @Override
    public String toString() {
        return "share=" + share + ", fullSync=" + fullSync + ", deletes=" + deletes + ", duplicates=" + duplicates
                + changeLimit.map(limit -> ", " + limit).orElse("");
    }
}
