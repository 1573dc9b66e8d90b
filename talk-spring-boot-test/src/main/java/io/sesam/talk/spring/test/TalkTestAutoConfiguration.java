package io.sesam.talk.spring.test;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Keeps the state of a test in memory, whatever {@code talk.store} says. */
@AutoConfiguration
@Experimental
public final class TalkTestAutoConfiguration {
    /** Used by Spring. */
    TalkTestAutoConfiguration() {}

    @Bean(destroyMethod = "") // the Talk closes it
    @Primary
    Store talkTestStore() {
        return MemoryStore.create();
    }
}
