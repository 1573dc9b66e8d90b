package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.Writer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A writer that replaces the file once per call. Every byte that the operations do not concern is kept. */
final class CsvWriter implements Writer {
    private static final int ATTEMPTS = 3;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final CsvFile file;
    private final PluginContext context;

    CsvWriter(CsvFile file, PluginContext context) {
        this.file = file;
        this.context = context;
    }

    @Override
    public Map<String, Outcome> write(List<Operation> operations) {
        file.settle();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            CsvBatch batch;
            Map<String, Outcome> outcomes;
            try {
                batch = new CsvBatch(file, file.tableWithIds(), context.clock().instant());
                outcomes = batch.decide(operations);
            } catch (FileTable.ChangedFile e) {
                file.forget();
                continue;
            }
            if (batch.edit().isEmpty()) {
                return outcomes;
            }
            if (file.replace(batch.table(), batch.edit())) {
                file.wrote(batch.written());
                return outcomes;
            }
        }
        return later(operations);
    }

    private Map<String, Outcome> later(List<Operation> operations) {
        String reason = file.layout().file() + " is being changed by another program; nothing was written";
        Map<String, Outcome> outcomes = new HashMap<>();
        operations.forEach(operation -> outcomes.put(operation.id(), new Outcome.RetryLater(WAIT, reason)));
        return outcomes;
    }
}
