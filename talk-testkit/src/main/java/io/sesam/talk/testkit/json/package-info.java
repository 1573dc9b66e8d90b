/**
 * Worlds of systems with a JSON API: {@link io.sesam.talk.testkit.json.JsonApiWorld}.
 *
 * <p>Called by the author of a connector, in its contract test. It reads and writes the system over HTTP as its user does, with
 * JSON of its own, and never through a connector.
 */
@NullMarked
package io.sesam.talk.testkit.json;

import org.jspecify.annotations.NullMarked;
