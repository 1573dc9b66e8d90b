/** Differences become operations, within what the host allows; a plan can be looked at before it is carried out. */
@NullMarked
package io.sesam.talk.plan;

import org.jspecify.annotations.NullMarked;
