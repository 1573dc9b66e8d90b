/** Storage for tokens that systems issue, and its encryption with keys of the host. */
@NullMarked
package io.sesam.talk.spi.token;

import org.jspecify.annotations.NullMarked;
