/** Test kit for authors of connectors, sinks and stores. */
@NullMarked
package io.sesam.talk.testkit;

import org.jspecify.annotations.NullMarked;
