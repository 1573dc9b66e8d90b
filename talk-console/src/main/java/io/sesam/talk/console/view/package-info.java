/** What templates are given: plain values, ready to be shown. */
@NullMarked
package io.sesam.talk.console.view;

import org.jspecify.annotations.NullMarked;
