package io.sesam.talk.examples.tenants;

import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.tenants.TenantSettings;
import io.sesam.talk.tenants.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Keeps a crm and a shop the same for each of many customers; start it on as many machines as share the database. */
@SpringBootApplication
public class TenantsApplication {
    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(TenantsApplication.class, arguments);
    }

    /** The settings of a customer. A real application reads them from its own tables, and secrets from its vault. */
    @Bean
    TenantSettings settings(@Value("${customers.directory}") Path directory) {
        return customer -> {
            Path files = directory.resolve(customer.value());
            return TalkSettings.from(Map.of(
                    "trust",
                    List.of("crm", "shop"),
                    "connections",
                    Map.of(
                            "crm",
                            Map.of("connector", "csv", "settings", Map.of("directory", files.resolve("crm"))),
                            "shop",
                            Map.of("connector", "csv", "settings", Map.of("directory", files.resolve("shop"))))));
        };
    }

    /** The console of a customer, under {@code /console/CUSTOMER/}. */
    @Bean
    ServletRegistrationBean<CustomerConsoles> consoles(Tenants tenants) {
        return new ServletRegistrationBean<>(new CustomerConsoles(tenants), "/console/*");
    }
}
