/**
 * Queries about golden records: searches and their pages, quality, and past runs.
 *
 * <p>Hosts ask through {@link io.sesam.talk.query.RecordQuery}; stores answer a {@link io.sesam.talk.query.GoldenSearch}. Nothing
 * here reads a store by itself.
 */
@NullMarked
package io.sesam.talk.query;

import org.jspecify.annotations.NullMarked;
