package io.sesam.talk.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a system says of one property: nothing at all, that it is empty, or a value (R2).
 *
 * @param <T> {@link String}, {@link Country}, {@link Gender} or {@link Reference}
 */
public sealed interface Value<T> {
    /** Never said: the property is not in what the system sent. */
    record Unknown<T>() implements Value<T> {}

    /** Said to be empty. */
    record Blank<T>() implements Value<T> {}

    /**
     * A value.
     *
     * @param <T> its Java type
     * @param value what was said
     */
    record Known<T>(T value) implements Value<T> {}

    /** Nothing was said. */
    static <T> Value<T> unknown() {
        return new Unknown<>();
    }

    /** It was said to be empty. */
    static <T> Value<T> blank() {
        return new Blank<>();
    }

    /** A value; text of nothing but white space is {@link Blank}. */
    static <T> Value<T> of(T value) {
        return value instanceof String text && text.isBlank() ? new Blank<>() : new Known<>(value);
    }

    /** One answer for each case; forgetting one does not compile. */
    default <R> R fold(Supplier<R> unknown, Supplier<R> blank, Function<T, R> known) {
        if (this instanceof Known<T> k) {
            return known.apply(k.value());
        }
        return this instanceof Blank<T> ? blank.get() : unknown.get();
    }

    /** The value, when there is one. */
    default Optional<T> known() {
        return this instanceof Known<T> k ? Optional.of(k.value()) : Optional.empty();
    }
}
