package io.sesam.talk.engine.event;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.event.Listening;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The listeners of a {@code Talk}. Any thread may use it. */
public final class Announcer implements AutoCloseable {
    private final Store store;
    private final GoldenFeed feed;
    private final Map<String, ListenerChannel> named = new TreeMap<>();
    private final List<ListenerChannel> channels = new CopyOnWriteArrayList<>();
    private final AtomicLong unnamed = new AtomicLong();
    private volatile BooleanSupplier silent = () -> false;

    /**
     * A listener that the host has registered.
     *
     * @param name under which is stored up to which change it was delivered to
     * @param listener the host's
     * @param executor the host's; empty for a thread of its own
     */
    public record Registered(String name, TalkListener listener, Optional<Executor> executor) {}

    /** Creates channels for the listeners of the configuration. */
    public Announcer(Store store, Map<EntityType, TypePolicy> policies, List<Registered> listeners) {
        this.store = store;
        this.feed = new GoldenFeed(store, policies);
        for (Registered one : listeners) {
            ListenerChannel channel =
                    new ListenerChannel(one.name(), one.listener(), one.executor(), store, feed, true);
            named.put(one.name(), channel);
            channels.add(channel);
        }
    }

    /** Adds a listener that receives events until it is closed; nothing of it is stored. */
    public Listening listen(TalkListener listener) {
        ListenerChannel channel = new ListenerChannel(
                "unnamed-" + unnamed.incrementAndGet(), listener, Optional.empty(), store, feed, false);
        channels.add(channel);
        return () -> {
            channels.remove(channel);
            channel.close();
        };
    }

    /** Delivers no change of a golden record while another process owns the store, which delivers it. */
    public void silentWhile(BooleanSupplier standby) {
        silent = standby;
    }

    /** Lets each listener go on after the last change that the earlier owner of the store delivered. */
    public void resume() {
        channels.forEach(ListenerChannel::resume);
    }

    /** Whether anybody listens; what is only for listeners need not be made otherwise. */
    public boolean hasListeners() {
        return !channels.isEmpty();
    }

    /** Tells an event to every listener. Returns at once. */
    public void publish(Consumer<TalkListener> event) {
        channels.forEach(channel -> channel.add(event));
    }

    /** Tells events in their order. */
    public void publish(List<Consumer<TalkListener>> events) {
        events.forEach(this::publish);
    }

    /** Lets all committed changes of golden records be delivered. Only between two runs. */
    public void goldenChanged() {
        if (hasListeners() && !silent.getAsBoolean()) {
            long last;
            try {
                last = store.lastSequence();
            } catch (TalkException e) {
                return; // whoever asked the store for more has the same failure to report
            }
            channels.forEach(channel -> channel.goldenUntil(last));
        }
    }

    /** The state of each listener of the configuration. */
    public Map<String, ListenerCounts> counts() {
        Map<String, ListenerCounts> counts = new TreeMap<>();
        named.forEach((name, channel) -> counts.put(name, channel.counts()));
        return counts;
    }

    /** Ends all channels; waiting events are delivered if that takes no more than a few seconds. */
    @Override
    public void close() {
        new ArrayList<>(channels).forEach(ListenerChannel::close);
        channels.clear();
    }
}
