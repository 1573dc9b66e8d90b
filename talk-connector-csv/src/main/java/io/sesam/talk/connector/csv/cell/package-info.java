/**
 * Cells and rows of text: their exact spelling and their values.
 *
 * <p>Pure functions of text.
 */
@NullMarked
package io.sesam.talk.connector.csv.cell;

import org.jspecify.annotations.NullMarked;
