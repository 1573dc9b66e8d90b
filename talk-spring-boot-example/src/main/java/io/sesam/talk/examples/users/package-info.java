/** An application whose own users and HubSpot are kept in step. Read {@code UsersAsSystem}. */
@NullMarked
package io.sesam.talk.examples.users;

import org.jspecify.annotations.NullMarked;
