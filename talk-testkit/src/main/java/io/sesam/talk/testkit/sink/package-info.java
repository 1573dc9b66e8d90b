/**
 * Contract tests for sinks: {@link io.sesam.talk.testkit.sink.SinkContract}.
 *
 * <p>The author of a sink implements {@link io.sesam.talk.testkit.sink.SinkPlace}.
 */
@NullMarked
package io.sesam.talk.testkit.sink;

import org.jspecify.annotations.NullMarked;
