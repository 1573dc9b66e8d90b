package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.settings.SecretResolver;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes a {@code Talk} of the properties under {@code talk} and the beans of the application.
 *
 * <p>Connectors, enrichers, sinks, kinds of stores, a store, listeners and what a host can provide are used when they are beans; a
 * {@link TalkCustomizer} comes last. The context closes the {@code Talk}. With {@code talk.schedule} it syncs by itself. While another
 * process owns the store it is on standby.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnProperty(name = "talk.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StarterProperties.class)
@Experimental
public final class TalkAutoConfiguration {
    /** Used by Spring. */
    TalkAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Talk talk(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        Map<String, SecretResolver> secrets = beans.getBeansOfType(SecretResolver.class);
        BootSettings settings =
                new BootSettings(environment, secrets.keySet(), hasPrimaryStore(beans) ? Set.of("store") : Set.of());
        TalkSettings.Source source = TalkSettings.source().environment(variables(environment));
        secrets.forEach((name, resolver) -> addSecrets(source, name, resolver));
        beans.getBeanProvider(ConnectorPlugin.class).orderedStream().forEach(source::plugin);
        beans.getBeanProvider(EnricherPlugin.class).orderedStream().forEach(source::plugin);
        beans.getBeanProvider(SinkPlugin.class).orderedStream().forEach(source::plugin);
        beans.getBeanProvider(StorePlugin.class).orderedStream().forEach(source::plugin);
        TalkBuilder builder = settings.builder(source).standby();
        beans.getBeanProvider(Store.class).ifUnique(opened -> builder.store(notTwice(opened, settings.read())));
        beans.getBeanProvider(TokenStore.class).ifUnique(builder::tokens);
        beans.getBeanProvider(Clock.class).ifUnique(builder::clock);
        beans.getBeanProvider(RunExecutor.class).ifUnique(builder::executor);
        beans.getBeanProvider(RunObserver.class).ifUnique(builder::observer);
        beans.getBeansOfType(TalkListener.class).forEach(builder::listener);
        beans.getBeanProvider(TalkCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** Tables in the application's own database, when {@code talk.store} names no other. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PostgresqlStorePlugin.class)
    @ConditionalOnSingleCandidate(DataSource.class)
    @Conditional(WithoutUrl.class)
    static final class DatabaseConfiguration {
        @Bean
        @ConditionalOnMissingBean(name = "talkPostgresqlStore")
        StorePlugin talkPostgresqlStore(DataSource dataSource) {
            return PostgresqlStorePlugin.over(dataSource);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "talk.schedule.enabled", matchIfMissing = true)
    @Conditional(OnSchedule.class)
    SyncSchedule talkSchedule(Talk talk, ApplicationEventPublisher events, StarterProperties properties) {
        return new SyncSchedule(talk, events, properties.schedule());
    }

    /** Whether a store takes the place of {@code talk.store}, as in a test. */
    private static boolean hasPrimaryStore(ConfigurableListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(Store.class))
                .anyMatch(name -> beans.containsBeanDefinition(name)
                        && beans.getBeanDefinition(name).isPrimary());
    }

    private static void addSecrets(TalkSettings.Source source, String name, SecretResolver resolver) {
        try {
            source.secrets(name, resolver);
        } catch (IllegalArgumentException e) {
            throw TalkException.configuration(List.of("the SecretResolver " + name
                    + " resolves ${NAME:…} of the name of its bean; name the bean such as vault: " + e.getMessage()));
        }
    }

    private static Store notTwice(Store opened, Map<String, Object> settings) {
        if (settings.containsKey("store")) {
            throw TalkException.configuration(List.of(
                    "store: there is a bean of the type Store too; remove one of the two, or make the bean primary"));
        }
        return opened;
    }

    private static Map<String, String> variables(ConfigurableEnvironment environment) {
        Map<String, String> variables = new HashMap<>();
        environment.getSystemEnvironment().forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return variables;
    }

    /** The store's database is not named among the settings. */
    static final class WithoutUrl extends NoneNestedConditions {
        WithoutUrl() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("talk.store.url")
        static final class WithUrl {}
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
