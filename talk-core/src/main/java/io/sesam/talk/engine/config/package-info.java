/**
 * What an engine works with: the store, the policies and the connected systems, enrichers and sinks.
 *
 * <p>Made once by the builder; read by all stages.
 */
@NullMarked
package io.sesam.talk.engine.config;

import org.jspecify.annotations.NullMarked;
