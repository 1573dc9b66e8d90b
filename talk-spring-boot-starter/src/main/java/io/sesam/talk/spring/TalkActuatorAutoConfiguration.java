package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.model.Experimental;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds health and the endpoint {@code talk} when the application has Boot's actuator. */
@AutoConfiguration(after = TalkAutoConfiguration.class)
@ConditionalOnBean(Talk.class)
@Experimental
public final class TalkActuatorAutoConfiguration {
    /** Used by Spring. */
    TalkActuatorAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static final class HealthConfiguration {
        @Bean
        @ConditionalOnEnabledHealthIndicator("talk")
        @ConditionalOnMissingBean(name = "talkHealthIndicator")
        TalkHealthIndicator talkHealthIndicator(Talk talk) {
            return new TalkHealthIndicator(talk);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static final class EndpointConfiguration {
        @Bean
        @ConditionalOnAvailableEndpoint(TalkEndpoint.class)
        @ConditionalOnMissingBean
        TalkEndpoint talkEndpoint(Talk talk) {
            return new TalkEndpoint(talk);
        }
    }
}
