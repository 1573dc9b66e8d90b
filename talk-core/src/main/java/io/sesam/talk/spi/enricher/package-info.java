/** What the author of an enricher implements: questions in, answers out, and the register's news. */
@NullMarked
package io.sesam.talk.spi.enricher;

import org.jspecify.annotations.NullMarked;
