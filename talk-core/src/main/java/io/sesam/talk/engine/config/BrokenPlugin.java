package io.sesam.talk.engine.config;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.Question;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stand-in of a plugin that could not be opened. Every call fails as opening did, so that each run pauses it. */
public final class BrokenPlugin implements Connector, Enricher, Sink {
    private final TalkException failure;

    /** Creates the stand-in. */
    public BrokenPlugin(TalkException failure) {
        this.failure = failure;
    }

    private TalkException failure() {
        return new TalkException(failure.code(), String.valueOf(failure.getMessage()), failure.getCause());
    }

    @Override
    public Check check() {
        throw failure();
    }

    @Override
    public List<TypeSpec> types() {
        throw failure();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        throw failure();
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        throw failure();
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        throw failure();
    }

    @Override
    public Set<String> asksBy(EntityType type) {
        throw failure();
    }

    @Override
    public List<Answer> ask(List<Question> questions) {
        throw failure();
    }

    @Override
    public Optional<SinkMark> prepare() {
        throw failure();
    }

    @Override
    public void apply(SinkBatch batch) {
        throw failure();
    }

    @Override
    public Rebuild rebuild() {
        throw failure();
    }

    @Override
    public Map<String, Long> counts() {
        throw failure();
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
