/** Connector for employees and branches of Freshteam. */
@NullMarked
package io.sesam.talk.connector.freshteam;

import org.jspecify.annotations.NullMarked;
