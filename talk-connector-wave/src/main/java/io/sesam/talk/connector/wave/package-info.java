/** Connector for customers, contacts and products of Wave. */
@NullMarked
package io.sesam.talk.connector.wave;

import org.jspecify.annotations.NullMarked;
