package io.sesam.talk.testkit.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One test's place with an open store. */
final class StoreScene implements AutoCloseable {
    private final Supplier<? extends StorePlace> places;
    private final StorePlace place;
    private Store store;

    StoreScene(Supplier<? extends StorePlace> places) {
        this.places = places;
        this.place = places.get();
        this.store = place.open(StoreSamples.SCHEMAS);
    }

    Store store() {
        return store;
    }

    /** Fills and commits a commit. */
    void commit(Consumer<Commit> filler) {
        Commit commit = new Commit();
        filler.accept(commit);
        store.commit(commit);
    }

    /** Closes and opens the store in the same place. */
    void reopen() {
        reopen(StoreSamples.SCHEMAS);
    }

    /** Closes and opens the store with other properties. */
    void reopen(Map<EntityType, Schema> schemas) {
        store.close();
        store = place.open(schemas);
    }

    /** Opens a store in another place. */
    Store another() {
        return places.get().open(StoreSamples.SCHEMAS);
    }

    @Override
    public void close() {
        store.close();
    }
}
