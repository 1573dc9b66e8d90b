/** Any plain REST system, described by a file. */
@NullMarked
package io.sesam.talk.connector.rest;

import org.jspecify.annotations.NullMarked;
