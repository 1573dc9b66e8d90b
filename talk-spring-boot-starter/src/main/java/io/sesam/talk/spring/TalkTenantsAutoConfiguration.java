package io.sesam.talk.spring;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.tenants.TenantSettings;
import io.sesam.talk.tenants.Tenants;
import io.sesam.talk.tenants.TenantsBuilder;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;

/**
 * Makes {@link Tenants} of the application's data source and its bean {@link TenantSettings}.
 *
 * <p>The keys are under {@code talk.tenants}. An application that has no {@code Talk} of its own beside sets {@code talk.enabled: false}.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(Tenants.class)
@ConditionalOnBean({TenantSettings.class, DataSource.class})
@EnableConfigurationProperties(TalkTenantsAutoConfiguration.Properties.class)
@Experimental
public final class TalkTenantsAutoConfiguration {
    /** Used by Spring. */
    TalkTenantsAutoConfiguration() {}

    /**
     * How tenants are run.
     *
     * @param start whether this process runs tenants; otherwise it only puts, asks and receives
     * @param worker the name of this process; that of the machine and the process without it
     * @param threads how many tenants run at a time
     * @param lease after which silence another process goes on
     * @param slice after which time a run yields
     */
    @ConfigurationProperties("talk.tenants")
    record Properties(
            @DefaultValue("true") boolean start,
            @Nullable String worker,
            @DefaultValue("8") int threads,
            @DefaultValue("60s") Duration lease,
            @DefaultValue("5m") Duration slice) {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Tenants talkTenants(DataSource dataSource, TenantSettings settings, Properties properties) {
        TenantsBuilder builder = Tenants.on(dataSource)
                .build(settings)
                .threads(properties.threads())
                .lease(properties.lease())
                .slice(properties.slice());
        String worker = properties.worker();
        if (worker != null) {
            builder.worker(worker);
        }
        return properties.start() ? builder.start() : builder.open();
    }
}
