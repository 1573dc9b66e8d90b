/**
 * Decisions of a data steward: approve, reject, link, unlink, retry.
 *
 * <p>They change the store at once; the next run carries them to the systems.
 */
@NullMarked
package io.sesam.talk.engine.steward;

import org.jspecify.annotations.NullMarked;
