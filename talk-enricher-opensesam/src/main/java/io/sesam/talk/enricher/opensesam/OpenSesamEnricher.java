package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Enricher;
import io.sesam.talk.spi.enricher.News;
import io.sesam.talk.spi.enricher.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An enricher that queries registers in order. The first register that finds exactly one entity is used. A register
 * that finds several, or that cannot be reached, ends the search, because a later register might find only the wrong
 * one of them.
 */
final class OpenSesamEnricher implements Enricher {
    private final List<Registry> registries;
    private final Set<String> asksBy;
    private final String edition;
    private final int atOnce;
    private final int perRun;

    OpenSesamEnricher(List<Registry> registries, Set<String> asksBy, String edition, int atOnce, int perRun) {
        this.registries = List.copyOf(registries);
        this.asksBy = Set.copyOf(asksBy);
        this.edition = edition;
        this.atOnce = atOnce;
        this.perRun = perRun;
    }

    @Override
    public Check check() {
        return registries.stream().map(Registry::check).reduce(Check.fine(), Check::and);
    }

    @Override
    public Set<String> asksBy(EntityType type) {
        return type.equals(EntityType.ORGANISATION) ? asksBy : Set.of();
    }

    @Override
    public Set<String> topics(Question question) {
        return question.text("name").map(name -> Set.of(LegalNames.key(name))).orElse(Set.of());
    }

    @Override
    public String edition() {
        return edition;
    }

    @Override
    public int atOnce() {
        return atOnce;
    }

    @Override
    public int perRun() {
        return perRun;
    }

    @Override
    public Optional<News> news() {
        registries.forEach(Registry::beginRun);
        return registries.stream().flatMap(registry -> registry.news().stream()).findFirst();
    }

    /**
     * Answers questions in one batch per register. With several registers the questions are asked one by one, so that
     * the index file is not locked while another register is queried.
     */
    @Override
    public List<Answer> ask(List<Question> questions) {
        return registries.size() == 1
                ? registries.get(0).registrySource().together(() -> askEach(questions))
                : askEach(questions);
    }

    private List<Answer> askEach(List<Question> questions) {
        List<Answer> answers = new ArrayList<>();
        Optional<Answer> failure = Optional.empty();
        for (Question question : questions) {
            Answer answer = failure.isPresent() ? failure.get() : ask(question);
            if (answer instanceof Answer.CouldNotAsk) {
                // An unreachable register is not queried again for each of the other questions.
                failure = Optional.of(answer);
            }
            answers.add(answer);
        }
        return answers;
    }

    private Answer ask(Question question) {
        List<String> remarks = new ArrayList<>();
        try {
            for (Registry registry : registries) {
                Answer answer = registry.ask(question);
                if (!(answer instanceof Answer.None none)) {
                    return answer;
                }
                remarks.addAll(none.remarks());
            }
            return new Answer.None(remarks);
        } catch (TalkException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return new Answer.CouldNotAsk(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        registries.forEach(Registry::close);
    }
}
