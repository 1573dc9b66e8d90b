package io.sesam.talk.spring;

import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleProgress;
import io.sesam.talk.console.ConsoleServlet;
import io.sesam.talk.model.Experimental;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.DispatcherServlet;

/** Receives webhooks and shows the console in a servlet web application. */
@AutoConfiguration(after = TalkAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(Talk.class)
@Experimental
public final class TalkWebAutoConfiguration {
    /** Used by Spring. */
    TalkWebAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnProperty(name = "talk.webhooks.enabled", matchIfMissing = true)
    static final class WebhookConfiguration {
        @Bean
        @ConditionalOnMissingBean
        WebhookController talkWebhookController(
                Talk talk, StarterProperties properties, ObjectProvider<SyncSchedule> schedule) {
            Duration delay = properties.webhooks().delay();
            Runnable afterwards = delay == null ? () -> {} : () -> schedule.ifAvailable(turns -> turns.soon(delay));
            return new WebhookController(talk, properties, afterwards);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConsoleServlet.class)
    @ConditionalOnProperty("talk.console.path")
    static final class ConsoleConfiguration {
        @Bean
        @ConditionalOnMissingBean
        ConsoleProgress talkConsoleProgress() {
            return new ConsoleProgress();
        }

        @Bean
        @Order(0)
        @ConditionalOnMissingBean(name = "talkConsoleCustomizer")
        TalkCustomizer talkConsoleCustomizer(ConsoleProgress progress) {
            return builder -> builder.progress(progress);
        }

        @Bean
        @ConditionalOnMissingBean(name = "talkConsole")
        ServletRegistrationBean<ConsoleServlet> talkConsole(
                Talk talk, ConsoleProgress progress, StarterProperties properties) {
            String path = path(properties);
            ConsoleServlet servlet = new ConsoleMount(properties.console().stewards()).servlet(talk, progress);
            ServletRegistrationBean<ConsoleServlet> registration = new ServletRegistrationBean<>(servlet, path + "/*");
            registration.setName("talkConsole");
            return registration;
        }

        /** The console would answer what is meant for the webhooks, if their path were within its own. */
        private static String path(StarterProperties properties) {
            String path = Objects.requireNonNull(properties.console().path());
            if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
                throw new IllegalArgumentException(
                        "talk.console.path must begin with a slash and not end with one, such as /talk/console");
            }
            if (properties.webhooks().enabled() && (properties.webhooks().path() + "/").startsWith(path + "/")) {
                throw new IllegalArgumentException("talk.console.path must not contain talk.webhooks.path ("
                        + properties.webhooks().path() + "); choose another, such as /talk/console");
            }
            return path;
        }
    }
}
