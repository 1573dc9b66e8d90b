/**
 * The promises of a connector that can be checked by reading only.
 *
 * <p>{@link LiveContract} checks them against a live account. The contract suite of talk-testkit uses the same checks, besides those for
 * which it edits and breaks a system of its own. Nothing here writes.
 */
@NullMarked
package io.sesam.talk.contract;

import org.jspecify.annotations.NullMarked;
