/** A Spring Boot application with many customers. Each has two systems, a schedule and a console. */
@NullMarked
package io.sesam.talk.examples.tenants;

import org.jspecify.annotations.NullMarked;
