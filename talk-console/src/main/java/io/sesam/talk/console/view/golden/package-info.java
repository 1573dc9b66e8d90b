/** What the page of one golden record is given. */
@NullMarked
package io.sesam.talk.console.view.golden;

import org.jspecify.annotations.NullMarked;
