/** The data model: types, values, records and provenance. */
@NullMarked
package io.sesam.talk.model;

import org.jspecify.annotations.NullMarked;
