package io.sesam.talk.spring;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.Experimental;

/** A bean that adds to the {@code Talk} before it is built; called after all settings, in the order of the beans. */
@Experimental
@FunctionalInterface
public interface TalkCustomizer {
    /** Adds to the builder, or replaces what the settings have set. */
    void customize(TalkBuilder builder);
}
