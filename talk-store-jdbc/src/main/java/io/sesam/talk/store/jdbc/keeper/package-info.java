/**
 * What the PostgreSQL stores of one process share: one heartbeat for all their leases, and connections that are kept for
 * the length of a burst of questions. Called by a host that opens many stores; knows nothing of tables but the lease.
 */
@NullMarked
package io.sesam.talk.store.jdbc.keeper;

import org.jspecify.annotations.NullMarked;
