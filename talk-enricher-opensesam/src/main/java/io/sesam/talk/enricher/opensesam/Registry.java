package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.http.HttpApi;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.News;
import io.sesam.talk.spi.enricher.Question;
import java.util.List;
import java.util.Optional;

/**
 * One register, with all that it takes to ask it.
 *
 * @param registrySource answers
 * @param news tells of changes, where the register does
 * @param ready sees to it that it can be asked, before the first question of a run
 * @param tried finds out whether it can
 * @param apis what it is reached through
 * @param held what else is to be let go
 */
record Registry(
        RegistrySource registrySource,
        Optional<News> news,
        Runnable ready,
        Runnable tried,
        List<HttpApi> apis,
        Runnable held) {
    Answer ask(Question question) {
        ready.run();
        return registrySource.ask(question);
    }

    Check check() {
        return Check.attempt(tried);
    }

    void beginRun() {
        apis.forEach(HttpApi::beginRun);
    }

    void close() {
        held.run();
        apis.forEach(HttpApi::close);
    }
}
