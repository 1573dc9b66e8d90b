package io.sesam.talk.spring.test;

import io.sesam.talk.event.TalkListener;
import io.sesam.talk.settings.SecretResolver;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.spring.TalkCustomizer;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/** Leaves out every component of the application that is not for its {@code Talk}. */
final class TalkTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<TalkTest> {
    private static final Set<Class<?>> KEPT = Set.of(
            ConnectorPlugin.class,
            EnricherPlugin.class,
            SinkPlugin.class,
            TalkListener.class,
            TalkCustomizer.class,
            SecretResolver.class);

    TalkTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected boolean isUseDefaultFilters() {
        return true;
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return KEPT;
    }
}
