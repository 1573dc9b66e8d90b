package io.sesam.talk.spring.test;

import io.sesam.talk.model.Experimental;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of an application's {@code Talk} and nothing else of it.
 *
 * <pre>{@code
 * @TalkTest
 * class PeopleTest {
 *     @Autowired Talk talk;
 *     @Autowired SimHubSpot hub; // stands for the connection hub
 *
 *     @Test
 *     void aContactReachesTheSpreadsheet() {
 *         hub.create("contacts", Map.of("email", "ada@example.com"));
 *         talk.sync();
 *     }
 * }
 * }</pre>
 *
 * <p>The settings are those of the application. Connections to HubSpot, Wave and Freshteam go to simulated systems, each a bean of the
 * name of its connection; the others are as they are set. The store is in memory, and nothing syncs by itself. Of the application's
 * components there are connectors, enrichers, sinks, listeners, secret resolvers and customizers. One context, with its systems, serves
 * all tests of equal configuration: what one test makes, the next one finds.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(TalkTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(TalkTypeExcludeFilter.class)
@ImportAutoConfiguration
@Experimental
public @interface TalkTest {
    /** Properties as {@code key=value}, such as the directory of a connection; they come before those of the application. */
    String[] properties() default {};
}
