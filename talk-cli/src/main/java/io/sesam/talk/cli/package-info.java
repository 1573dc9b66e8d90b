/** The talk command. */
@NullMarked
package io.sesam.talk.cli;

import org.jspecify.annotations.NullMarked;
