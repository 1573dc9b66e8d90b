/** Benchmarks, partly with JMH. */
@NullMarked
package io.sesam.talk.benchmarks;

import org.jspecify.annotations.NullMarked;
