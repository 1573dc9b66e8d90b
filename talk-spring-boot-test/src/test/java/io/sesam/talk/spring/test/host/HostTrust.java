package io.sesam.talk.spring.test.host;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.spring.TalkCustomizer;
import org.springframework.stereotype.Component;

/** A component that the test keeps. */
@Component
class HostTrust implements TalkCustomizer {
    @Override
    public void customize(TalkBuilder builder) {
        builder.trust("sheet", "hub");
    }
}
