/**
 * The settings of a {@code Talk} from a file, a map or a text, and their JSON Schema.
 *
 * <p>{@link io.sesam.talk.settings.TalkSettings} is the entry. Nothing is opened here: the host builds the {@code Talk}.
 */
@NullMarked
package io.sesam.talk.settings;

import org.jspecify.annotations.NullMarked;
