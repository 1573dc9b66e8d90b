/**
 * Reading of systems, page by page, with a commit per page.
 *
 * <p>Called before anything is written. Never writes to a system.
 */
@NullMarked
package io.sesam.talk.engine.read;

import org.jspecify.annotations.NullMarked;
