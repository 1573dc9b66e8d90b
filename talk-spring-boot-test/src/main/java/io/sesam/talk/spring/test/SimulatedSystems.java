package io.sesam.talk.spring.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Puts simulated systems in the place of those that the application's settings connect. */
final class SimulatedSystems implements ContextCustomizerFactory {
    /** Used by Spring. */
    SimulatedSystems() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> test, List<ContextConfigurationAttributes> attributes) {
        return AnnotatedElementUtils.hasAnnotation(test, TalkTest.class) ? new Customizer() : null;
    }

    /** All are equal, so that tests share a context. */
    private record Customizer() implements ContextCustomizer {
        private static final Bindable<Map<String, Object>> CONNECTIONS = Bindable.mapOf(String.class, Object.class);

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("talk.schedule.enabled", "false");
            Binder.get(context.getEnvironment())
                    .bind("talk.connections", CONNECTIONS)
                    .orElse(Map.of())
                    .forEach((name, connection) -> {
                        if (connection instanceof Map<?, ?> keys && keys.get("connector") instanceof String connector) {
                            SimulatedSystem.of(connector).ifPresent(one -> add(context, name, one, properties));
                        }
                    });
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("talkTest", properties));
        }

        private static void add(
                ConfigurableApplicationContext context,
                String name,
                SimulatedSystem one,
                Map<String, Object> properties) {
            one.settings()
                    .forEach((key, value) -> properties.put("talk.connections." + name + ".settings." + key, value));
            DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
            beans.registerSingleton(name, one.system());
            beans.registerDisposableBean(name, () -> one.system().close());
        }
    }
}
