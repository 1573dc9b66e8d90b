/** Speaks to web APIs politely, and tells honestly what came back. */
@NullMarked
package io.sesam.talk.http;

import org.jspecify.annotations.NullMarked;
