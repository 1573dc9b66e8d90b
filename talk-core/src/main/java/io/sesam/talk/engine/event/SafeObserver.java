package io.sesam.talk.engine.event;

import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.model.SystemName;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An observer whose failures do no harm to a run. */
public record SafeObserver(RunObserver observer) implements RunObserver {
    private static final Logger LOG = LoggerFactory.getLogger(SafeObserver.class);

    @Override
    public Span run(RunEvent run) {
        return begun(() -> observer.run(run));
    }

    @Override
    public Span system(RunEvent run, SystemName system) {
        return begun(() -> observer.system(run, system));
    }

    @Override
    public CallSpan call(SystemName system, boolean writing) {
        try {
            CallSpan span = observer.call(system, writing);
            return span == null ? CallSpan.NONE : outcome -> end(span, outcome);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The observer failed with {}", e.getClass().getName());
            return CallSpan.NONE;
        }
    }

    private static void end(CallSpan span, String outcome) {
        try {
            span.end(outcome);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The observer failed with {}", e.getClass().getName());
        }
    }

    private static Span begun(Supplier<@Nullable Span> begin) {
        try {
            Span span = begin.get();
            return span == null ? Span.NONE : failure -> end(span, failure);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The observer failed with {}", e.getClass().getName());
            return Span.NONE;
        }
    }

    private static void end(Span span, @Nullable Throwable failure) {
        try {
            span.end(failure);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The observer failed with {}", e.getClass().getName());
        }
    }
}
