package io.sesam.talk.engine.event;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener, one event at a time, on its own thread or on the host's executor.
 *
 * <p>Events wait in a bounded queue. Changes of golden records do not: they are read from the store, up to the last change of an
 * ended run, because a run may change a golden record again under the same number.
 */
final class ListenerChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerChannel.class);
    private static final int MOST_WAITING = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final String name;
    private final TalkListener listener;
    private final Optional<Executor> executor;
    private final Store store;
    private final GoldenFeed feed;
    private final boolean lasting;
    private final ArrayDeque<Consumer<TalkListener>> queue = new ArrayDeque<>();
    private long delivered;
    private long base;
    private long bound;
    private long dropped;
    private long failed;
    private boolean working;
    private boolean closed;
    private @Nullable Thread thread;

    /**
     * Creates the channel of a listener.
     *
     * @param lasting whether it is stored up to which change the listener has received
     */
    ListenerChannel(
            String name,
            TalkListener listener,
            Optional<Executor> executor,
            Store store,
            GoldenFeed feed,
            boolean lasting) {
        this.name = name;
        this.listener = listener;
        this.executor = executor;
        this.store = store;
        this.feed = feed;
        this.lasting = lasting;
        resume();
    }

    /** Begins with what is stored, also after another process owned the store; waits while one does. */
    void resume() {
        EngineState.Delivered begin;
        try {
            begin = begin();
        } catch (TalkException e) {
            if (e.code() == ErrorCode.STORE_IN_USE) {
                return;
            }
            throw e;
        }
        synchronized (this) {
            delivered = begin.sequence();
            base = begin.base();
            bound = delivered;
        }
    }

    /** Returns where it goes on: a new listener receives what changes from now on; a restored store has no later changes. */
    private EngineState.Delivered begin() {
        long last = store.lastSequence();
        EngineState.Delivered now = new EngineState.Delivered(last, last);
        if (!lasting || !listener.wantsGolden()) {
            return now;
        }
        Optional<EngineState.Delivered> stored = store.state(StateKey.delivered(name));
        if (stored.isPresent() && stored.get().sequence() <= last) {
            return stored.get();
        }
        store.commit(new Commit().put(StateKey.delivered(name), now));
        return now;
    }

    /** What is waiting and what went wrong. */
    synchronized ListenerCounts counts() {
        return new ListenerCounts(queue.size(), dropped, failed, delivered);
    }

    /** Adds an event, unless too many wait. */
    synchronized void add(Consumer<TalkListener> event) {
        if (closed) {
            return;
        }
        if (queue.size() >= MOST_WAITING) {
            if (dropped++ == 0) {
                LOG.warn("the listener {} is too slow: events are dropped, and counted in the status", name);
            }
            return;
        }
        queue.add(event);
        work();
    }

    /** Lets changes of golden records be delivered up to a sequence. */
    synchronized void goldenUntil(long sequence) {
        if (!closed && sequence > bound && listener.wantsGolden()) {
            bound = sequence;
            work();
        }
    }

    private void work() {
        if (working) {
            return;
        }
        working = true;
        try {
            if (executor.isPresent()) {
                executor.get().execute(this::deliverAll);
            } else {
                Thread own = new Thread(this::deliverAll, "talk-listener-" + name);
                own.setDaemon(true);
                thread = own;
                own.start();
            }
        } catch (RejectedExecutionException e) {
            working = false;
            LOG.warn("The executor of the listener {} takes no more work; its events wait", name);
        }
    }

    private void deliverAll() {
        try {
            while (tellNext()) {
                // goes on until nothing waits
            }
        } catch (TalkException e) {
            // The store is closed or fails, which the run reports. The next run delivers what is left.
            LOG.debug("Nothing is delivered to the listener {} now: {}", name, e.code());
            stop();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Nothing can be delivered to the listener {} now: {}",
                    name,
                    e.getClass().getName());
            stop();
        }
    }

    private synchronized void stop() {
        working = false;
        thread = null;
        notifyAll();
    }

    /** Tells one event, or a page of changes; reports whether there may be more. */
    private boolean tellNext() {
        Consumer<TalkListener> event;
        long after;
        long until;
        synchronized (this) {
            event = queue.poll();
            after = delivered;
            until = bound;
            if (closed || event == null && after >= until) {
                stop();
                return false;
            }
        }
        if (event != null) {
            publish(event);
        } else {
            tellGolden(after, until);
        }
        return true;
    }

    private void tellGolden(long after, long until) {
        List<GoldenEvent> page = feed.after(after, until, base);
        for (GoldenEvent change : page) {
            synchronized (this) {
                if (closed) {
                    return;
                }
            }
            publish(one -> one.golden(change));
        }
        long last = page.isEmpty() ? until : page.get(page.size() - 1).sequence();
        // A golden record that a run changed meanwhile has a later number, and was passed over where it was before.
        long next = last >= until && store.lastSequence() == last ? last : base;
        if (lasting) {
            store.commit(new Commit().put(StateKey.delivered(name), new EngineState.Delivered(last, next)));
        }
        synchronized (this) {
            delivered = last;
            base = next;
        }
    }

    private void publish(Consumer<TalkListener> event) {
        try {
            event.accept(listener);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            synchronized (this) {
                failed++;
            }
            // Its message may hold values of people.
            LOG.warn("The listener {} failed with {}", name, e.getClass().getName());
            LOG.debug("The listener {} failed", name, e);
        }
    }

    /** Ends it; waits a moment for the delivery of what is left. */
    synchronized void close() {
        if (!closed) {
            drain();
        }
        closed = true;
        if (working) {
            LOG.warn(
                    "The listener {} is still busy: {} events are dropped; changes of golden records are delivered by the"
                            + " next run",
                    name,
                    queue.size());
        }
        queue.clear();
        Thread own = thread;
        if (own != null && own != Thread.currentThread()) {
            own.interrupt();
        }
    }

    private synchronized void drain() {
        long end = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            while (working && Thread.currentThread() != thread && System.nanoTime() < end) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
