package io.sesam.talk.model;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A property's value: unknown, blank or known (R2).
 *
 * @param <T> {@link String}, {@link Country}, {@link Gender} or {@link Reference}
 */
public sealed interface Value<T> {
    /** Unknown: the property is missing in the system's data. */
    record Unknown<T>() implements Value<T> {}

    /** Blank: the system states that it is empty. */
    record Blank<T>() implements Value<T> {}

    /**
     * A known value.
     *
     * @param <T> its Java type
     * @param value the value
     */
    record Known<T>(T value) implements Value<T> {}

    /** Returns the unknown value. */
    static <T> Value<T> unknown() {
        return new Unknown<>();
    }

    /** Returns the blank value. */
    static <T> Value<T> blank() {
        return new Blank<>();
    }

    /** Wraps a value. Text of only white space is {@link Blank}. */
    static <T> Value<T> of(T value) {
        return value instanceof String text && text.isBlank() ? new Blank<>() : new Known<>(value);
    }

    /** Applies the function of the matching case. */
    default <R> R fold(Supplier<R> unknown, Supplier<R> blank, Function<T, R> known) {
        if (this instanceof Known<T> k) {
            return known.apply(k.value());
        }
        return this instanceof Blank<T> ? blank.get() : unknown.get();
    }

    /** Returns the value if it is known. */
    default Optional<T> known() {
        return this instanceof Known<T> k ? Optional.of(k.value()) : Optional.empty();
    }
}
