/** Settings of plugins: declarations and validated values. */
@NullMarked
package io.sesam.talk.spi.settings;

import org.jspecify.annotations.NullMarked;
