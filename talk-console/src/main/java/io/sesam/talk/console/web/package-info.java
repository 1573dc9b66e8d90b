/** Parts of HTTP that pages share: routes, forms, files, rendering. */
@NullMarked
package io.sesam.talk.console.web;

import org.jspecify.annotations.NullMarked;
