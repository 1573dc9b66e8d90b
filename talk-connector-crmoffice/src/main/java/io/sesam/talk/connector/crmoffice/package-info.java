/** Read-only connector for CRMOffice. */
@NullMarked
package io.sesam.talk.connector.crmoffice;

import org.jspecify.annotations.NullMarked;
