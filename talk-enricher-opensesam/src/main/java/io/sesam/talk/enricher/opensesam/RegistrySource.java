package io.sesam.talk.enricher.opensesam;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.enricher.Answer;
import io.sesam.talk.spi.enricher.Question;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers from one register. Searches by number where it is known, otherwise by exact name.
 *
 * <p>A name that several entities share gives no answer, unless the postal code distinguishes them. Bankrupt and
 * dissolved entities are reported, but none of their data is copied. Sole proprietors are natural persons and are never
 * returned.
 */
final class RegistrySource {
    /**
     * The identity of a register.
     *
     * @param source the name of the source
     * @param licence the licence of its data
     * @param prefix the prefix of its ids, so that those of two registers differ
     * @param number parses the register's own number from a text
     * @param country the only country it covers; empty for the whole world
     */
    record Register(
            String source,
            String licence,
            String prefix,
            Function<String, Optional<String>> number,
            Optional<String> country) {
        boolean concerns(String asked) {
            return country.map(asked::equals).orElse(true);
        }

        /**
         * Reports whether an entity is in the country. The entities of a national register are in its country, whatever
         * their postal address.
         */
        boolean places(Entity entity, String asked) {
            return country.isPresent() || entity.isIn(asked);
        }
    }

    private static final int CANDIDATES = 5;

    private final Register register;
    private final Entities entities;
    private final Schema schema;
    private final Optional<String> numberProperty;
    private final Clock clock;

    RegistrySource(Register register, Entities entities, Schema schema, Optional<String> numberProperty, Clock clock) {
        this.register = register;
        this.entities = entities;
        this.schema = schema;
        this.numberProperty = numberProperty;
        this.clock = clock;
    }

    /**
     * Answers a question.
     *
     * @throws io.sesam.talk.error.TalkException when the register cannot be reached
     */
    Answer ask(Question question) {
        if (!question.text("country").map(register::concerns).orElse(true)) {
            return Answer.none();
        }
        Optional<String> number = numberProperty.flatMap(question::text).flatMap(register.number());
        if (number.isPresent()) {
            Entities.Numbered numbered = entities.byNumber(number.get());
            return numbered.entity().isEmpty()
                    ? new Answer.None(numbered.remarks())
                    : about(numbered.entity().get(0), question);
        }
        return question.text("name").map(name -> byName(name, question)).orElseGet(Answer::none);
    }

    /** Runs several queries at a lower cost each. */
    <T> T together(Supplier<T> questions) {
        return entities.together(questions);
    }

    private Answer byName(String name, Question question) {
        Entities.Found found = entities.byName(name);
        String key = LegalNames.key(name);
        List<Entity> same = found.entities().stream()
                .filter(entity -> !entity.person() && entity.deleted().isEmpty())
                .filter(entity -> LegalNames.key(entity.name()).equals(key))
                .filter(entity -> question.text("country")
                        .map(country -> register.places(entity, country))
                        .orElse(true))
                .toList();
        if (!found.complete()) {
            return new Answer.Ambiguous(Math.max(2, found.total()), ids(same));
        }
        Optional<String> zip = question.text("zip").map(String::strip);
        List<Entity> there = same.stream()
                .filter(entity -> zip.filter(entity::isAt).isPresent())
                .toList();
        if (there.size() == 1) {
            return about(there.get(0), question);
        }
        if (same.size() > 1) {
            return new Answer.Ambiguous(same.size(), ids(same));
        }
        boolean isElsewhere = same.stream().anyMatch(Entity::hasZip)
                && zip.isPresent()
                && question.text("country").isEmpty();
        return same.isEmpty() || isElsewhere ? Answer.none() : about(same.get(0), question);
    }

    private static List<String> ids(List<Entity> entities) {
        return entities.stream().limit(CANDIDATES).map(Entity::id).toList();
    }

    private Answer about(Entity entity, Question question) {
        if (entity.person()) {
            return Answer.none();
        }
        if (entity.deleted().isPresent()) {
            String when = entity.deleted()
                    .filter(day -> day.isAfter(LocalDate.EPOCH))
                    .map(day -> " on " + day)
                    .orElse("");
            return Answer.none(entity.id() + " was deleted from the register" + when);
        }
        List<String> remarks = entity.warnings().stream()
                .map(warning -> entity.id() + " " + warning + "; none of its data is copied")
                .toList();
        Fields fields = remarks.isEmpty() ? fields(entity, question) : Fields.unknown(schema);
        return new Answer.Match(
                register.prefix() + entity.id(),
                fields,
                register.source(),
                register.licence(),
                clock.instant(),
                remarks);
    }

    private Fields fields(Entity entity, Question question) {
        Fields.Builder fields = Fields.builder(schema);
        if (question.text("name").isEmpty()) {
            put(fields, "name", LegalNames.presentable(entity.name()));
        }
        numberProperty.ifPresent(property -> put(fields, property, entity.id()));
        entity.address().ifPresent(address -> {
            put(fields, "address", address.line1());
            put(fields, "address2", address.line2());
            put(fields, "zip", address.zip());
            put(fields, "country", address.country());
        });
        Domains.of(entity.homepage()).ifPresent(domain -> put(fields, "domain", domain));
        return fields.build();
    }

    private void put(Fields.Builder fields, String property, String text) {
        if (schema.indexOf(property) >= 0 && !text.isEmpty()) {
            fields.text(property, text);
        }
    }
}
