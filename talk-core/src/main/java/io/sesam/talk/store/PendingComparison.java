package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;

/**
 * A changed golden record to compare with a system.
 *
 * @param system the system to compare with
 * @param type the type
 * @param golden the golden record
 */
public record PendingComparison(SystemName system, EntityType type, GoldenId golden) {}
