package io.sesam.talk.benchmarks;

import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts queries, rows and writes. */
final class CountedStore {
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong remembered = new AtomicLong();

    Store over(Store store) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    questions.incrementAndGet();
                    if (arguments != null && arguments[0] instanceof Commit commit) {
                        remembered.addAndGet(size(commit));
                    }
                    try {
                        Object answer = method.invoke(store, arguments);
                        rows.addAndGet(answer instanceof Collection<?> some ? some.size() : 1);
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    long questions() {
        return questions.get();
    }

    long rows() {
        return rows.get();
    }

    long remembered() {
        return remembered.get();
    }

    private static long size(Commit commit) {
        return commit.records().size()
                + commit.goldens().size()
                + commit.linksAdded().size()
                + commit.linksRemoved().size()
                + commit.tasksAdded().size()
                + commit.tasksDone().size()
                + commit.intents().size()
                + commit.intentsClosed().size()
                + commit.readings().size()
                + commit.audit().size()
                + commit.states().size()
                + commit.statesRemoved().size()
                + commit.parked().size()
                + commit.unparked().size()
                + commit.listed().stream()
                        .mapToLong(listed -> listed.ids().size())
                        .sum();
    }
}
