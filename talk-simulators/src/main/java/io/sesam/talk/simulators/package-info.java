/** Systems of the real world, simulated on loopback HTTP: stateful, limited, lagging and, on demand, faulty. */
@NullMarked
package io.sesam.talk.simulators;

import org.jspecify.annotations.NullMarked;
