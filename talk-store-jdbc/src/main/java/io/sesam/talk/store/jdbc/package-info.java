/** Keeps the state of Talk in a database reached through JDBC. */
@NullMarked
package io.sesam.talk.store.jdbc;

import org.jspecify.annotations.NullMarked;
