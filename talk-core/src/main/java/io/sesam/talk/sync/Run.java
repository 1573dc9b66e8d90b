package io.sesam.talk.sync;

import io.sesam.talk.error.Remedy;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of one run share. */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final String id;
    private final Instant started;
    private final Ledger ledger;
    private final Tally tally;
    private final Cancellation cancellation;
    private final ProgressListener listener;
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    Run(String id, Instant started, Ledger ledger, Tally tally, Cancellation cancellation, ProgressListener listener) {
        this.id = id;
        this.started = started;
        this.ledger = ledger;
        this.tally = tally;
        this.cancellation = cancellation;
        this.listener = listener;
    }

    /** A type of a system has been read to its end in this run. */
    void wasRead(SystemName system, EntityType type) {
        read.add(system + "/" + type);
    }

    /** Whether a type of a system has been read to its end in this run. */
    boolean isRead(SystemName system, EntityType type) {
        return read.contains(system + "/" + type);
    }

    String id() {
        return id;
    }

    Instant started() {
        return started;
    }

    Ledger ledger() {
        return ledger;
    }

    Tally tally() {
        return tally;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Reads from a system, and again when that fails for a moment. */
    <T> T read(Supplier<T> call) {
        return new ReadRetry(cancellation).read(call);
    }

    /** Does a part of the run for one system; what concerns that system alone pauses it alone (R30). */
    void guarded(SystemName system, Runnable part) {
        try {
            cancellation.check();
            part.run();
        } catch (TalkException e) {
            if (e.code().remedy() == Remedy.STOP || cancellation.isWished()) {
                throw e;
            }
            pause(system, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            if (cancellation.isWished()) {
                throw Cancellation.cancelled();
            }
            pause(
                    system,
                    String.valueOf(TalkException.mistakeOfPlugin(system, e).getMessage()),
                    e);
        }
    }

    private void pause(SystemName system, String reason, RuntimeException cause) {
        tally.pause(system, reason);
        LOG.warn("{} is paused: {}", system, reason);
        LOG.debug("{} is paused because of a {}", system, cause.getClass().getName());
    }

    Meter meter(Progress.Stage stage, SystemName system, String what) {
        return new Meter(stage, system, what);
    }

    /** Counts how far one part has come, and tells. */
    final class Meter {
        private final Progress.Stage stage;
        private final SystemName system;
        private final String what;
        private final Instant begun = ledger.now();
        private long done;

        Meter(Progress.Stage stage, SystemName system, String what) {
            this.stage = stage;
            this.system = system;
            this.what = what;
        }

        void advance(long more, OptionalLong total) {
            done += more;
            Duration elapsed = Duration.between(begun, ledger.now());
            synchronized (listener) {
                listener.on(new Progress(stage, system, what, done, total, elapsed));
            }
        }
    }
}
