/** Results of Talk as plain objects and as JSON. */
@NullMarked
package io.sesam.talk.settings.json;

import org.jspecify.annotations.NullMarked;
