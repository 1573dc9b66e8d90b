/** JMH benchmarks. */
@NullMarked
package io.sesam.talk.benchmarks;

import org.jspecify.annotations.NullMarked;
