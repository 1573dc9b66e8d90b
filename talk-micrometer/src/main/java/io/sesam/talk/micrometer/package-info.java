/**
 * Metrics and observations of syncs for Micrometer.
 *
 * <p>Tags are names of systems, types and outcomes: there are few of them, and none is of a person.
 */
@NullMarked
package io.sesam.talk.micrometer;

import org.jspecify.annotations.NullMarked;
