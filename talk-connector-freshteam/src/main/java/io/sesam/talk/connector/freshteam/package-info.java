/** Employees of Freshteam, read and written, and its branches, read. */
@NullMarked
package io.sesam.talk.connector.freshteam;

import org.jspecify.annotations.NullMarked;
