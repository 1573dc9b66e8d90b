package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.http.HttpApi;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.News;
import io.sesam.talk.spi.enricher.Question;
import java.util.List;
import java.util.Optional;

/**
 * One register with its feed and clients.
 *
 * @param registrySource answers questions
 * @param news the update feed, where the register has one
 * @param ready prepares the register before the first question of a run
 * @param tried tests the connection
 * @param apis the clients to close
 * @param held releases other resources
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
        return apis.get(0).check(() -> Check.attempt(tried));
    }

    void beginRun() {
        apis.forEach(HttpApi::beginRun);
    }

    void close() {
        held.run();
        apis.forEach(HttpApi::close);
    }
}
