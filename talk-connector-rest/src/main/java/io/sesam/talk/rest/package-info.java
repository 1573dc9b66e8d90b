/**
 * REST systems described by profiles. A profile states where records are listed, found and written, and the names of
 * their fields.
 *
 * <p>{@link io.sesam.talk.rest.RestProfile#open} turns a profile into a connector. The plugin {@code rest} reads a
 * profile from a file; another plugin may ship a profile and add the settings of its vendor.
 */
@NullMarked
package io.sesam.talk.rest;

import org.jspecify.annotations.NullMarked;
