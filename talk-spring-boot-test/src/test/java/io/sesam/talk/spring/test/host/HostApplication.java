package io.sesam.talk.spring.test.host;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application under test. */
@SpringBootApplication
class HostApplication {}
