/** The nouns: types, values, records and where they came from; everything else in Talk speaks in these words. */
@NullMarked
package io.sesam.talk.model;

import org.jspecify.annotations.NullMarked;
