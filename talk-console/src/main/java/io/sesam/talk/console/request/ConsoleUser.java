package io.sesam.talk.console.request;

import io.sesam.talk.model.Experimental;
import java.util.Objects;

/** A person who uses the console. */
@Experimental
public final class ConsoleUser {
    private final String name;
    private final boolean mayChange;

    private ConsoleUser(String name, boolean mayChange) {
        this.name = Objects.requireNonNull(name, "name");
        this.mayChange = mayChange;
    }

    /** A user who may read everything and change nothing. */
    public static ConsoleUser reader(String name) {
        return new ConsoleUser(name, false);
    }

    /** A user who may also sync, decide, undo and erase. */
    public static ConsoleUser steward(String name) {
        return new ConsoleUser(name, true);
    }

    /** Name for the journal, such as a user id. */
    public String name() {
        return name;
    }

    /** Whether the user may change anything. */
    public boolean mayChange() {
        return mayChange;
    }

    @Override
    public String toString() {
        return name + (mayChange ? ", steward" : ", reader");
    }
}
