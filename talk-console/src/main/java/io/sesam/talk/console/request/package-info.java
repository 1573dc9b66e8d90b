/** Requests to the console, its answers, and who may do what; the same for every server. */
@NullMarked
package io.sesam.talk.console.request;

import org.jspecify.annotations.NullMarked;
