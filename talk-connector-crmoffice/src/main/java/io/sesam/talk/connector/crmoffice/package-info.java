/** Companies and users of CRMOffice, read. */
@NullMarked
package io.sesam.talk.connector.crmoffice;

import org.jspecify.annotations.NullMarked;
