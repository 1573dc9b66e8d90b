/**
 * Plugins of a directory beside the jar. They are looked at before a command runs: what does not fit is refused with the name of its jar.
 */
@NullMarked
package io.sesam.talk.cli.plugins;

import org.jspecify.annotations.NullMarked;
