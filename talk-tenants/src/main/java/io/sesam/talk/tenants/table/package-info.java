/**
 * The tables that all processes share: tenants, turns, workers, webhook hints and quotas. Only the database's clock counts.
 * Called by the runs; never opens a store.
 */
@NullMarked
package io.sesam.talk.tenants.table;

import org.jspecify.annotations.NullMarked;
