/** Documents and maps of settings as sections with places; variables are filled in on the way. */
@NullMarked
package io.sesam.talk.settings.tree;

import org.jspecify.annotations.NullMarked;
