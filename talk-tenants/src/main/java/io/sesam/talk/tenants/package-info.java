/**
 * Many accounts whose systems are kept in sync by several processes. Called by a host; each account is a {@code Talk} of
 * its own, and nothing here knows what it syncs.
 */
@NullMarked
package io.sesam.talk.tenants;

import org.jspecify.annotations.NullMarked;
