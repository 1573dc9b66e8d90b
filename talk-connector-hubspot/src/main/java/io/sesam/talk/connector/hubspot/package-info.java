/** Contacts, companies and products of HubSpot, read and written. */
@NullMarked
package io.sesam.talk.connector.hubspot;

import org.jspecify.annotations.NullMarked;
