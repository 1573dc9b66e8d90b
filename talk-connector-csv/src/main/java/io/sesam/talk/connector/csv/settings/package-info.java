/**
 * The settings of a directory and of each file in it.
 *
 * <p>Read once, when the connector is opened.
 */
@NullMarked
package io.sesam.talk.connector.csv.settings;

import org.jspecify.annotations.NullMarked;
