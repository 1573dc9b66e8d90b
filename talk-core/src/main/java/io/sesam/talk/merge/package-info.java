/** Puts one golden record together from many source records: per property the value, the rule, who said it and who lost. */
@NullMarked
package io.sesam.talk.merge;

import org.jspecify.annotations.NullMarked;
