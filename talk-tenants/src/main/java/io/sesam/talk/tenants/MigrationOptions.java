package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;

/** How stores are migrated. */
@Experimental
public final class MigrationOptions {
    private final int threads;

    private MigrationOptions(int threads) {
        this.threads = threads;
    }

    /** Migrates several stores at a time. */
    public static MigrationOptions parallel(int stores) {
        if (stores < 1) {
            throw new IllegalArgumentException("nothing is migrated by " + stores + " threads");
        }
        return new MigrationOptions(stores);
    }

    int threads() {
        return threads;
    }
}
