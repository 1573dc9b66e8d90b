/**
 * The values behind the results of {@link io.sesam.talk.Talk}.
 *
 * <p>Hosts see the interfaces of {@link io.sesam.talk.result}, which can grow; only the engine makes the records here.
 */
@NullMarked
package io.sesam.talk.engine.report;

import org.jspecify.annotations.NullMarked;
