/** Stores for Talk's state in SQLite and PostgreSQL. */
@NullMarked
package io.sesam.talk.store.jdbc;

import org.jspecify.annotations.NullMarked;
