package io.sesam.talk.tests.engine;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A store with crashes and a way back in time. */
final class Diary {
    private final List<Commit> commits = new ArrayList<>();
    private Store memory = MemoryStore.create();
    private int left = Integer.MAX_VALUE;
    private boolean keepsLast;

    /** Returns the store, which outlives its engines. */
    Store store() {
        return (Store) Proxy.newProxyInstance(
                Diary.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (method.getName().equals("commit")) {
                        commit((Commit) arguments[0]);
                        return null;
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized void commit(Commit commit) {
        left--;
        if (left > 0 || left == 0 && keepsLast) {
            memory.commit(commit);
            commits.add(commit);
        }
        if (left <= 0) {
            throw new TalkException(ErrorCode.STORE_FAILED, "the machine is gone");
        }
    }

    /** Crashes the engine before or after the n-th commit from now. */
    void crashAt(int n, boolean afterwards) {
        left = n;
        keepsLast = afterwards;
    }

    /** Cancels the planned crash. */
    void crashNoMore() {
        left = Integer.MAX_VALUE;
    }

    /** Counts the commits. */
    int length() {
        return commits.size();
    }

    /** Restores an earlier number of commits, as from a backup. */
    void restore(int length) {
        commits.subList(length, commits.size()).clear();
        memory = MemoryStore.create();
        commits.forEach(memory::commit);
    }
}
