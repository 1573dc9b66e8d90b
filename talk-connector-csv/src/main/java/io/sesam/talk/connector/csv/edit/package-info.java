/**
 * Changes to a file; every byte that they do not concern is kept.
 *
 * <p>Changes nothing before the file is replaced.
 */
@NullMarked
package io.sesam.talk.connector.csv.edit;

import org.jspecify.annotations.NullMarked;
