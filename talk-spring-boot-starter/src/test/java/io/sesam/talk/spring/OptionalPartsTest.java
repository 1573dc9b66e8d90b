package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sesam.talk.Talk;
import io.sesam.talk.console.ConsoleServlet;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.micrometer.TalkMetrics;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/** What is added when the application has the libraries for it. */
final class OptionalPartsTest {
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            TalkAutoConfiguration.class,
            TalkActuatorAutoConfiguration.class,
            TalkMetricsAutoConfiguration.class,
            TalkWebAutoConfiguration.class);

    private final MemorySystem system = MemorySystem.at(TestClock.create());
    private final MemoryTable people = system.holds(TalkAutoConfigurationTest.people());
    private final ApplicationContextRunner runner = TalkAutoConfigurationTest.runner()
            .withConfiguration(ALL)
            .withBean(ConnectorPlugin.class, () -> system)
            .withPropertyValues(
                    "talk.connections.crm.connector=" + system.spec().name(),
                    "management.endpoints.web.exposure.include=talk");
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(ALL)
            .withBean(ConnectorPlugin.class, () -> system)
            .withPropertyValues(
                    "talk.connections.crm.connector=" + system.spec().name());

    @Test
    void withoutOtherLibrariesThereIsTheTalkAlone() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "io.micrometer",
                        "io.sesam.talk.micrometer",
                        "io.sesam.talk.console",
                        "jakarta.servlet",
                        "org.springframework.web"))
                .run(context -> assertThat(context)
                        .hasSingleBean(Talk.class)
                        .doesNotHaveBean(TalkHealthIndicator.class)
                        .doesNotHaveBean(TalkEndpoint.class)
                        .doesNotHaveBean(TalkMetrics.class));
        runner.withPropertyValues("talk.enabled=false")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(TalkHealthIndicator.class)
                        .doesNotHaveBean(TalkEndpoint.class)
                        .doesNotHaveBean(TalkMetrics.class));
    }

    @Test
    void healthIsUpOrDegradedWithReasonsOrDown() {
        runner.run(context -> {
            TalkHealthIndicator health = context.getBean(TalkHealthIndicator.class);
            Talk talk = context.getBean(Talk.class);
            people.add("firstname", "Quintessa", "email", "quintessa@one.example");
            talk.sync();
            assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
            assertThat(health.health().getDetails()).containsKeys("lastSync").containsEntry("running", false);

            system.failNextTypes(new TalkException(ErrorCode.ACCESS_REFUSED, "crm refuses the token. Renew it."));
            talk.sync();
            Health degraded = health.health();
            assertThat(degraded.getStatus().getCode()).isEqualTo("DEGRADED");
            assertThat(degraded.getDetails())
                    .containsEntry("paused", Map.of("crm", "crm refuses the token. Renew it."));
            assertThat(degraded.toString()).doesNotContain("Quintessa").doesNotContain("quintessa");

            talk.close();
            assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
        });
    }

    @Test
    void healthIsAnsweredDuringASync() {
        runner.run(context -> {
            TalkHealthIndicator health = context.getBean(TalkHealthIndicator.class);
            List<Object> seen = new ArrayList<>();
            system.interceptReads(
                    reading -> seen.add(health.health().getDetails().get("running")));
            context.getBean(Talk.class).sync();
            assertThat(seen).isNotEmpty().containsOnly(true);
        });
    }

    @Test
    void healthAndEndpointCanBeSwitchedOff() {
        runner.withPropertyValues(
                        "management.health.talk.enabled=false", "management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TalkHealthIndicator.class)
                        .doesNotHaveBean(TalkEndpoint.class));
    }

    @Test
    void theEndpointShowsAndDecidesHeldPlans() {
        MemorySystem erp = MemorySystem.at(TestClock.create());
        erp.holds(TalkAutoConfigurationTest.people());
        runner.withBean(TalkCustomizer.class, () -> builder -> builder.connect("erp", erp, Map.of()))
                .withPropertyValues("talk.brake.count=1", "talk.brake.percent=1")
                .run(context -> {
                    TalkEndpoint endpoint = context.getBean(TalkEndpoint.class);
                    Talk talk = context.getBean(Talk.class);
                    fillAndGetHeld(talk);
                    assertThat(endpoint.status())
                            .containsEntry("parked", 0L)
                            .extractingByKey("held")
                            .asInstanceOf(InstanceOfAssertFactories.LIST)
                            .hasSize(1);

                    assertThat(endpoint.waiting("held").getBody().toString()).contains("system=erp");
                    assertThat(endpoint.waiting("parked").getBody()).containsEntry("parked", List.of());
                    assertThat(endpoint.waiting("everything").getStatus()).isEqualTo(404);
                    Health health = context.getBean(TalkHealthIndicator.class).health();
                    assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
                    assertThat(health.getDetails()).containsEntry("held", 1L);

                    assertThat(endpoint.decide(caller(null), "approve", "crm", "nothing")
                                    .getStatus())
                            .isEqualTo(404);
                    assertThat(endpoint.decide(caller(null), "maybe", "erp", "person")
                                    .getStatus())
                            .isEqualTo(400);
                    assertThat(endpoint.decide(caller(() -> "ann"), "approve", "erp", "person")
                                    .getStatus())
                            .isEqualTo(WebEndpointResponse.STATUS_OK);
                    assertThat(talk.status().heldPlans()).allMatch(plan -> plan.approved());
                    assertThat(endpoint.decide(caller(() -> "ann"), "reject", "erp", "person")
                                    .getStatus())
                            .isEqualTo(WebEndpointResponse.STATUS_OK);
                    assertThat(talk.status().heldPlans()).isEmpty();
                    assertThat(endpoint.status().toString()).doesNotContain("@one.example");
                });
    }

    @Test
    void theEndpointShowsWhatIsParked() {
        MemorySystem erp = MemorySystem.at(TestClock.create());
        erp.holds(TalkAutoConfigurationTest.people());
        runner.withBean(TalkCustomizer.class, () -> builder -> builder.connect("erp", erp, Map.of()))
                .run(context -> {
                    people.add("firstname", "Quintessa", "email", "quintessa@one.example");
                    erp.table(EntityType.PERSON)
                            .answering(operation -> Optional.of(new Outcome.Rejected("it needs a shoe size")));
                    context.getBean(Talk.class).sync();
                    TalkEndpoint endpoint = context.getBean(TalkEndpoint.class);
                    assertThat(endpoint.waiting("parked").getBody().toString())
                            .contains("system=erp")
                            .contains("reason=")
                            .doesNotContain("uintessa");
                    assertThat(context.getBean(TalkHealthIndicator.class)
                                    .health()
                                    .getDetails())
                            .containsKey("parked");
                });
    }

    private void fillAndGetHeld(Talk talk) {
        for (int index = 0; index < 20; index++) {
            people.add("firstname", "Person" + index, "email", "person" + index + "@one.example");
        }
        talk.sync(); // the first one, which fills erp
        talk.stewardship()
                .heldPlans()
                .forEach(plan -> talk.stewardship()
                        .approve(plan.system().value(), plan.type().name()));
        talk.sync();
        people.ids().forEach(id -> people.put(id, "firstname", "Other" + id, "email", people.text(id, "email")));
        talk.sync();
        assertThat(talk.status().heldPlans()).hasSize(1);
    }

    private static SecurityContext caller(@Nullable Principal principal) {
        return new SecurityContext() {
            @Override
            public @Nullable Principal getPrincipal() {
                return principal;
            }

            @Override
            public boolean isUserInRole(String role) {
                return false;
            }
        };
    }

    @Test
    void metersAreBoundToTheRegistryOfTheApplication() {
        runner.run(context -> assertThat(context).doesNotHaveBean(TalkMetrics.class));
        runner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertThat(context).hasSingleBean(TalkMetrics.class);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("talk.parked")
                                    .gauge())
                            .isNotNull();
                });
    }

    @Test
    void webhooksAreReceivedInAWebApplicationOnly() {
        runner.run(context -> assertThat(context).doesNotHaveBean(WebhookController.class));
        web.run(context -> assertThat(context).hasSingleBean(WebhookController.class));
        web.withPropertyValues("talk.webhooks.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(WebhookController.class));
    }

    @Test
    void theConsoleIsOffUnlessItHasAPath() {
        web.run(context -> assertThat(context).doesNotHaveBean(ServletRegistrationBean.class));
        web.withPropertyValues("talk.console.path=/talk/console", "talk.console.stewards[0]=ann")
                .run(context -> {
                    ServletRegistrationBean<?> console = context.getBean(ServletRegistrationBean.class);
                    assertThat(console.getServlet()).isInstanceOf(ConsoleServlet.class);
                    assertThat(console.getUrlMappings()).hasToString("[/talk/console/*]");
                });
        web.withPropertyValues("talk.console.path=/talk")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("must not contain talk.webhooks.path"));
    }
}
