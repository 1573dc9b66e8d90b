/** Examples of using Talk. */
@NullMarked
package io.sesam.talk.examples;

import org.jspecify.annotations.NullMarked;
