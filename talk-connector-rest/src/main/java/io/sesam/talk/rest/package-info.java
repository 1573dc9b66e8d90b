/**
 * REST systems as data: a profile says where records are listed, found and written, and what their fields are called.
 *
 * <p>Whoever has a profile has a connector: {@link io.sesam.talk.rest.RestProfile#open} opens it. The plugin {@code rest} takes a
 * profile from a file; a connector of its own may ship one and add the settings of its vendor.
 */
@NullMarked
package io.sesam.talk.rest;

import org.jspecify.annotations.NullMarked;
