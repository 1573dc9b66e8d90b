/**
 * A {@code Talk} in a Spring Boot application.
 *
 * <p>{@link io.sesam.talk.spring.TalkAutoConfiguration} makes it from the properties under {@code talk}; the other configurations
 * add what the application has the libraries for. Nothing here is called by the engine.
 */
@NullMarked
package io.sesam.talk.spring;

import org.jspecify.annotations.NullMarked;
