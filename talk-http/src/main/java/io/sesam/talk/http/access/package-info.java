/** Access to web APIs: settings for tokens and OAuth, the grants, and their installation by customers. */
@NullMarked
package io.sesam.talk.http.access;

import org.jspecify.annotations.NullMarked;
