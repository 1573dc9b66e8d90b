package io.sesam.talk.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams and variables of the process.
 *
 * @param in the standard input
 * @param out for the result
 * @param err for progress, failures and logs
 * @param environment the environment variables
 * @param terminal whether a person watches
 */
record CommandEnvironment(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {
    static CommandEnvironment ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new CommandEnvironment(
                System.in, System.out, System.err, environment, !dumb && isTerminal(System.console()));
    }

    /** From Java 22 on there is a console without a terminal too, and it must be asked. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
