/** The front door: {@link io.sesam.talk.Talk#builder()} wires everything, and nothing below knows it. */
@NullMarked
package io.sesam.talk;

import org.jspecify.annotations.NullMarked;
