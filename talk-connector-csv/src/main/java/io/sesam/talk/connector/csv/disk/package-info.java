/**
 * Files on disk: reading, atomic replacement, locks, and rights.
 *
 * <p>Called by all other packages. Nothing here knows rows.
 */
@NullMarked
package io.sesam.talk.connector.csv.disk;

import org.jspecify.annotations.NullMarked;
