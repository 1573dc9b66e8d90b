/**
 * Where the connections of a PostgreSQL store come from: a server that Talk connects to, or a data source of the host.
 * Used by the store alone; knows nothing of tables.
 */
@NullMarked
package io.sesam.talk.store.jdbc.source;

import org.jspecify.annotations.NullMarked;
