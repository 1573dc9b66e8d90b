/**
 * Tests of the {@code Talk} of a Spring Boot application.
 *
 * <p>{@link io.sesam.talk.spring.test.TalkTest} is all that a test names; Spring's test support calls the rest.
 */
@NullMarked
package io.sesam.talk.spring.test;

import org.jspecify.annotations.NullMarked;
