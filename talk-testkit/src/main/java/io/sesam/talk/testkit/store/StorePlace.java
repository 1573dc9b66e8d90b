package io.sesam.talk.testkit.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.store.Store;
import java.util.Map;

/** A place where a store keeps what it remembers, such as a file; one for each test of the contract. */
@FunctionalInterface
public interface StorePlace {
    /** Opens the store on this place; called again after the store before it was closed, perhaps with other properties. */
    Store open(Map<EntityType, Schema> schemas);
}
