package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.store.Commit;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A store in memory, kept as the list of its commits. */
public final class MemoryKeeper implements StoreKeeper {
    private final List<Commit> commits = new ArrayList<>();
    private final String history = MemoryStore.create().history();
    private Store memory = MemoryStore.create();
    private int backup;

    /** Opens the store; closing it has no effect. */
    @Override
    public Store open() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "close" -> null;
                    // A restored copy has the same history as the original.
                    case "history" -> history;
                    case "commit" -> commit((Commit) arguments[0]);
                    default -> {
                        try {
                            yield method.invoke(memory, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }

    private Object commit(Commit commit) {
        memory.commit(commit);
        commits.add(commit);
        return commit;
    }

    @Override
    public void backUp() {
        backup = commits.size();
    }

    @Override
    public void restore() {
        commits.subList(backup, commits.size()).clear();
        memory = MemoryStore.create();
        commits.forEach(memory::commit);
    }

    @Override
    public void close() {
        commits.clear();
    }
}
