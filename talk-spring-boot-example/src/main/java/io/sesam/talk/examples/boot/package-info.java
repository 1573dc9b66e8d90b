/** A Spring Boot application with Talk. Read its application.yaml, and the script beside it. */
@NullMarked
package io.sesam.talk.examples.boot;

import org.jspecify.annotations.NullMarked;
