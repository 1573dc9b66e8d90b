/**
 * What the author of a sink needs to test it: {@link io.sesam.talk.testkit.sink.SinkContract}, and
 * {@link io.sesam.talk.testkit.sink.SinkPlace} to tell it where.
 */
@NullMarked
package io.sesam.talk.testkit.sink;

import org.jspecify.annotations.NullMarked;
