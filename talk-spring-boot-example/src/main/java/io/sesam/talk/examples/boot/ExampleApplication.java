package io.sesam.talk.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application that keeps HubSpot and a spreadsheet the same; its settings are in application.yaml. */
@SpringBootApplication
public class ExampleApplication {
    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(ExampleApplication.class, arguments);
    }
}
