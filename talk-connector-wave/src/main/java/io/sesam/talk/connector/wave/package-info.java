/** Customers, their primary contacts and products of Wave, read and written. */
@NullMarked
package io.sesam.talk.connector.wave;

import org.jspecify.annotations.NullMarked;
