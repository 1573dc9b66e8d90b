/** What the author of a connector, sink or store needs to test it. */
@NullMarked
package io.sesam.talk.testkit;

import org.jspecify.annotations.NullMarked;
