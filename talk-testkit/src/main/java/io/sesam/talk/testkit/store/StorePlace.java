package io.sesam.talk.testkit.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.store.Store;
import java.util.Map;

/** A location of a persistent store. For instance a file; one for each test of the contract. */
@FunctionalInterface
public interface StorePlace {
    /**
     * Opens the store in this place. Called again after the previous store was closed, possibly with other properties.
     */
    Store open(Map<EntityType, Schema> schemas);
}
