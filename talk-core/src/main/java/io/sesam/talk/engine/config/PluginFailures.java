package io.sesam.talk.engine.config;

/**
 * Failures of plugins that concern the plugin alone (R45).
 *
 * <p>Whatever a plugin throws is its own failure, also an error of the class loader, a stack overflow, a lack of memory
 * or a checked exception that it did not declare. The one exception are the errors of a broken Java virtual machine:
 * they end the run.
 */
public final class PluginFailures {
    private PluginFailures() {}

    /** Rethrows an error of the virtual machine. Returns for everything else. */
    public static void rethrowFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError error
                && !(error instanceof StackOverflowError)
                && !(error instanceof OutOfMemoryError)) {
            throw error;
        }
    }
}
