/** What the page of quality shows: the last measurement, and drawings of the trend. Data for the templates; asks nothing. */
@NullMarked
package io.sesam.talk.console.view.quality;

import org.jspecify.annotations.NullMarked;
