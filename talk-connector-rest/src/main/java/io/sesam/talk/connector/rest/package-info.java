/** Plugin for REST systems described by a profile. */
@NullMarked
package io.sesam.talk.connector.rest;

import org.jspecify.annotations.NullMarked;
