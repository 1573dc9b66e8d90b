/** Connector for contacts, companies and products of HubSpot. */
@NullMarked
package io.sesam.talk.connector.hubspot;

import org.jspecify.annotations.NullMarked;
