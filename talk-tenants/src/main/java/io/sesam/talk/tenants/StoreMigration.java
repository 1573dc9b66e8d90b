package io.sesam.talk.tenants;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import io.sesam.talk.tenants.run.TenantRuns;
import io.sesam.talk.tenants.table.TenantTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings the stores of all tenants up to date, one by one. What is done is noted at each, so it may be stopped and started again. */
final class StoreMigration {
    private final TenantTable tenants;
    private final TenantRuns runs;
    private final List<TenantId> migrated = Collections.synchronizedList(new ArrayList<>());
    private final List<TenantId> busy = Collections.synchronizedList(new ArrayList<>());
    private final Map<TenantId, String> failed =
            Collections.synchronizedMap(new TreeMap<>(Comparator.comparing(TenantId::value)));

    StoreMigration(TenantTable tenants, TenantRuns runs) {
        this.tenants = tenants;
        this.runs = runs;
    }

    MigrationReport run(int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "talk-tenants-migration");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> all = new ArrayList<>();
            tenants.older(PostgresqlStorePlugin.tablesVersion())
                    .forEach(id -> all.add(executor.submit(() -> migrate(new TenantId(id)))));
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TalkException(ErrorCode.CANCELLED, "the migration was interrupted; the next one goes on", e);
        } catch (ExecutionException e) {
            throw new TalkException(ErrorCode.BUG, "the migration failed", e);
        } finally {
            executor.shutdownNow();
        }
        return new Report(List.copyOf(migrated), List.copyOf(busy), Collections.unmodifiableMap(failed));
    }

    private void migrate(TenantId id) {
        try {
            // opening it does it
            runs.work(id.value(), talk -> true);
            migrated.add(id);
        } catch (TalkException e) {
            if (e.code() == ErrorCode.STORE_IN_USE) {
                busy.add(id);
            } else {
                failed.put(id, e.code() + ": " + e.getMessage());
            }
        } catch (RuntimeException e) {
            failed.put(id, e.getClass().getSimpleName());
        }
    }

    private record Report(List<TenantId> migrated, List<TenantId> busy, Map<TenantId, String> failed)
            implements MigrationReport {}
}
