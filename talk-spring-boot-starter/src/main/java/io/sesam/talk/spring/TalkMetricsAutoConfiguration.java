package io.sesam.talk.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.sesam.talk.Talk;
import io.sesam.talk.micrometer.TalkMetrics;
import io.sesam.talk.model.Experimental;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the meters of a {@code Talk}, which Boot binds to the application's registry. */
@AutoConfiguration(
        after = TalkAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, TalkMetrics.class})
@ConditionalOnBean({Talk.class, MeterRegistry.class})
@Experimental
public final class TalkMetricsAutoConfiguration {
    /** Used by Spring. */
    TalkMetricsAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    TalkMetrics talkMetrics(Talk talk) {
        return TalkMetrics.of(talk);
    }
}
