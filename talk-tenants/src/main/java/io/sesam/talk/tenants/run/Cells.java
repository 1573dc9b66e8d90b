package io.sesam.talk.tenants.run;

import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The databases that hold the stores, each with a limited number of schemas. */
public final class Cells {
    private final Map<String, LeaseKeeper> keepers;
    private final int most;

    /**
     * Creates cells.
     *
     * @param keepers by name, the preferred one first
     * @param most the greatest number of stores in each
     */
    public Cells(Map<String, LeaseKeeper> keepers, int most) {
        this.keepers = Collections.unmodifiableMap(new LinkedHashMap<>(keepers));
        this.most = most;
    }

    Collection<String> names() {
        return keepers.keySet();
    }

    int most() {
        return most;
    }

    /** Returns the keeper of a cell's stores; empty when this worker does not know the cell. */
    public Optional<LeaseKeeper> keeper(String cell) {
        return Optional.ofNullable(keepers.get(cell));
    }
}
