package io.sesam.talk.examples.users;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A Spring Boot application that keeps its own users and HubSpot in step; its settings are in users.yaml. */
@SpringBootApplication
public class UsersApplication {
    /** Starts it. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(UsersApplication.class)
                .properties("spring.config.name=users")
                .run(arguments);
    }
}
