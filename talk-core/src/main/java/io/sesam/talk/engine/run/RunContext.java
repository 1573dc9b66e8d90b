package io.sesam.talk.engine.run;

import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.engine.report.ProgressData;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.Remedy;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import io.sesam.talk.result.ProgressListener;
import io.sesam.talk.store.StateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state shared by all stages of a run. */
public final class RunContext {
    private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);

    private final String id;
    private final Instant started;
    private final Instant observedStart;
    private final StateWriter state;
    private final RunStats stats;
    private final Cancellation cancellation;
    private final ProgressListener listener;
    private final RunEvent event;
    private final EngineConfig config;
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    /** Creates the context of a run. */
    public RunContext(
            RunEvent event, StateWriter state, RunStats stats, Cancellation cancellation, EngineConfig config) {
        this.event = event;
        this.config = config;
        this.id = event.run();
        this.started = event.started();
        this.state = state;
        this.observedStart = state.observed();
        this.stats = stats;
        this.cancellation = cancellation;
        this.listener = config.progress();
    }

    /** Marks a type of a system as read to its end. */
    public void wasRead(SystemName system, EntityType type) {
        read.add(system + "/" + type);
    }

    /** Checks whether a type of a system was read to its end. */
    public boolean isRead(SystemName system, EntityType type) {
        return read.contains(system + "/" + type);
    }

    /** Returns the id of the run. */
    public String id() {
        return id;
    }

    /** Returns the start of the run by the host's clock. */
    public Instant started() {
        return started;
    }

    /** Returns the start of the run on the clock of observations, which is one for all systems (R12). */
    public Instant observedStart() {
        return observedStart;
    }

    /** Returns the writer of the store. */
    public StateWriter state() {
        return state;
    }

    /** Returns the statistics of the run. */
    public RunStats stats() {
        return stats;
    }

    /** Returns the host's cancellation request. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Reads from a system, with retries. */
    public <T> T read(Supplier<T> call) {
        return new ReadRetry(cancellation).read(call);
    }

    /** Runs a part for one system. Its failure, of whatever kind, pauses that system only (R30, R45). */
    public void guarded(SystemName system, Runnable part) {
        RunObserver.Span span = config.observer().system(event, system);
        Throwable failure = null;
        try {
            cancellation.check();
            part.run();
        } catch (TalkException e) {
            failure = e;
            if (e.code().remedy() == Remedy.STOP || cancellation.isRequested()) {
                throw e;
            }
            pause(system, String.valueOf(e.getMessage()), e);
        } catch (Throwable e) {
            failure = e;
            PluginFailures.rethrowFatal(e);
            if (cancellation.isRequested()) {
                throw Cancellation.cancelled();
            }
            pause(
                    system,
                    String.valueOf(TalkException.mistakeOfPlugin(system, e).getMessage()),
                    e);
        } finally {
            span.end(failure);
        }
    }

    private void pause(SystemName system, String reason, Throwable cause) {
        tellPause(system, reason, cause);
        stats.pause(system, reason);
        LOG.warn("{} is paused: {}", system, reason);
        LOG.debug("{} is paused because of a {}", system, cause.getClass().getName());
    }

    /** Tells listeners of a pause that is new. */
    private void tellPause(SystemName system, String reason, Throwable cause) {
        if (config.announcer().hasListeners()
                && !stats.isPaused(system)
                && state.store().state(StateKey.pause(system)).isEmpty()) {
            config.announcer().publish(listener -> listener.systemPaused(system, reason));
            if (cause instanceof TalkException known && known.code() == ErrorCode.ACCESS_REFUSED) {
                config.announcer().publish(listener -> listener.accessLost(system, reason));
            }
        }
    }

    /** Creates a progress meter for one part. */
    public Meter meter(Progress.Stage stage, SystemName system, String what) {
        return new Meter(stage, system, what);
    }

    /** A progress counter of one part that notifies the host. */
    public final class Meter {
        private final Progress.Stage stage;
        private final SystemName system;
        private final String what;
        private final Instant begun = state.now();
        private long done;

        Meter(Progress.Stage stage, SystemName system, String what) {
            this.stage = stage;
            this.system = system;
            this.what = what;
        }

        /** Notifies the host of work that comes before the counted one, such as the scan of a large file. */
        public void preparing(long part, long whole) {
            notify("preparing " + what, part, OptionalLong.of(whole));
        }

        /** Adds finished work and notifies the host. */
        public void advance(long more, OptionalLong total) {
            done += more;
            notify(what, done, total);
        }

        private void notify(String work, long part, OptionalLong whole) {
            Duration elapsed = Duration.between(begun, state.now());
            synchronized (listener) {
                listener.on(new ProgressData(stage, system, work, part, whole, elapsed));
            }
        }
    }
}
