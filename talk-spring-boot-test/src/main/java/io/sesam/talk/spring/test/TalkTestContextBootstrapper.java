package io.sesam.talk.spring.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Starts the context of a {@link TalkTest}. */
final class TalkTestContextBootstrapper extends TestSliceTestContextBootstrapper<TalkTest> {
    /** Used by Spring. */
    TalkTestContextBootstrapper() {}
}
