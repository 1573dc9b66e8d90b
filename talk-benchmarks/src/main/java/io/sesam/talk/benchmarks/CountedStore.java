package io.sesam.talk.benchmarks;

import io.sesam.talk.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a store is asked, and how many rows it answers with. */
final class CountedStore {
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();

    Store over(Store store) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    questions.incrementAndGet();
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
}
