package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes a {@code Talk} of the properties under {@code talk} and the beans of the application.
 *
 * <p>Connectors, enrichers, sinks, a store and listeners are used when they are beans; a {@link TalkCustomizer} comes last. The
 * context closes the {@code Talk}. With {@code talk.schedule} it syncs by itself.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "talk.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StarterProperties.class)
@Experimental
public final class TalkAutoConfiguration {
    /** Used by Spring. */
    TalkAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Talk talk(
            ConfigurableEnvironment environment,
            ListableBeanFactory beans,
            ObjectProvider<ConnectorPlugin> connectors,
            ObjectProvider<EnricherPlugin> enrichers,
            ObjectProvider<SinkPlugin> sinks,
            ObjectProvider<Store> store,
            ObjectProvider<TalkCustomizer> customizers) {
        Map<String, Object> settings = new BootSettings(environment).read();
        TalkSettings.Source source = TalkSettings.source().environment(variables(environment));
        connectors.orderedStream().forEach(source::plugin);
        enrichers.orderedStream().forEach(source::plugin);
        sinks.orderedStream().forEach(source::plugin);
        TalkBuilder builder = source.read(settings).builder();
        store.ifUnique(opened -> builder.store(notTwice(opened, settings)));
        beans.getBeansOfType(TalkListener.class).forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnSchedule.class)
    SyncSchedule talkSchedule(Talk talk, ApplicationEventPublisher events, StarterProperties properties) {
        return new SyncSchedule(talk, events, properties.schedule());
    }

    private static Store notTwice(Store opened, Map<String, Object> settings) {
        if (settings.containsKey("store")) {
            throw TalkException.configuration(
                    List.of("store: there is a bean of the type Store too; remove one of the two"));
        }
        return opened;
    }

    private static Map<String, String> variables(ConfigurableEnvironment environment) {
        Map<String, String> variables = new HashMap<>();
        environment.getSystemEnvironment().forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return variables;
    }

    /** Either of the two kinds of schedule. */
    static final class OnSchedule extends AnyNestedCondition {
        OnSchedule() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("talk.schedule.delay")
        static final class OnDelay {}

        @ConditionalOnProperty("talk.schedule.cron")
        static final class OnCron {}
    }
}
