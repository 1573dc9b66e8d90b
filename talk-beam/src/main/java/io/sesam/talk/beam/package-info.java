/**
 * Merging on Apache Beam.
 *
 * <p>{@link io.sesam.talk.beam.TalkMerge} takes records and links and gives golden records, the crosswalk, the provenance, and what was
 * parked or refused; the same bytes as one merge in memory.
 */
@NullMarked
package io.sesam.talk.beam;

import org.jspecify.annotations.NullMarked;
