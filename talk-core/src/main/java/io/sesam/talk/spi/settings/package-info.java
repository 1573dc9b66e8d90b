/** Settings of plugins: what a plugin declares, and the checked values it is given. */
@NullMarked
package io.sesam.talk.spi.settings;

import org.jspecify.annotations.NullMarked;
