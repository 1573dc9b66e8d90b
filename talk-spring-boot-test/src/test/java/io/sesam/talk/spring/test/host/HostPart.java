package io.sesam.talk.spring.test.host;

import org.springframework.stereotype.Component;

/** A component that needs the whole application, so the test leaves it out. */
@Component
class HostPart {
    HostPart() {
        throw new IllegalStateException("the rest of the application is missing");
    }
}
