package io.sesam.talk.tests.world.boundary;

/** The end of the engine's process: an error of the virtual machine, the only kind that no plugin is blamed for. */
public final class Crash extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process has ended");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
