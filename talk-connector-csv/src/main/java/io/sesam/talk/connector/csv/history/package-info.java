/**
 * The state kept between runs, and the damage found by comparing with it.
 *
 * <p>Holds ids, hashes and no values.
 */
@NullMarked
package io.sesam.talk.connector.csv.history;

import org.jspecify.annotations.NullMarked;
