/**
 * The host's own application as a system: {@link io.sesam.talk.host.HostSystem}.
 *
 * <p>A host hands over functions that read and write its records; this package makes a connector of them. It calls nothing but these
 * functions, keeps no records, and starts no thread.
 */
@NullMarked
package io.sesam.talk.host;

import org.jspecify.annotations.NullMarked;
