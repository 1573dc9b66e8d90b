package io.sesam.talk.sink.bigquery;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * The default stream of one table. Sends whole rows with change type and sequence, in requests that BigQuery applies
 * atomically.
 */
final class RowStream implements AutoCloseable {
    /** BigQuery accepts less than 10 MB per request; the rows are smaller there than in JSON. */
    private static final int LARGEST = 7_000_000;

    private final BigQueryClient bigQueryClient;
    private final BigQueryLayout layout;
    private @Nullable BigQueryWriteClient client;
    private @Nullable JsonStreamWriter writer;
    private String table = "";

    RowStream(BigQueryClient bigQueryClient, BigQueryLayout layout) {
        this.bigQueryClient = bigQueryClient;
        this.layout = layout;
    }

    /** Appends changes in order, then the mark. All are stored on return. */
    void append(String into, List<SinkChange> changes, SinkMark mark, long complete) {
        List<byte[]> rows = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (SinkChange change : changes) {
            rows.add(StagedRow.of(change, layout));
            sequences.add(change.sequence());
            ids.add(change.id().value());
        }
        rows.add(StagedRow.of(mark, complete));
        sequences.add(mark.sequence());
        ids.add(StreamStatements.MARK);
        int begin = 0;
        while (begin < rows.size()) {
            int end = begin;
            long bytes = 0;
            while (end < rows.size() && (end == begin || bytes + rows.get(end).length < LARGEST)) {
                bytes += rows.get(end).length;
                end++;
            }
            append(into, request(rows.subList(begin, end), sequences.subList(begin, end)), ids.subList(begin, end));
            begin = end;
        }
    }

    private static JSONArray request(List<byte[]> rows, List<Long> sequences) {
        JSONArray request = new JSONArray();
        for (int i = 0; i < rows.size(); i++) {
            request.put(new JSONObject(new String(rows.get(i), StandardCharsets.UTF_8))
                    .put("_CHANGE_TYPE", "UPSERT")
                    .put("_CHANGE_SEQUENCE_NUMBER", Long.toHexString(sequences.get(i))));
        }
        return request;
    }

    private void append(String into, JSONArray rows, List<String> ids) {
        String what = "streaming rows into " + bigQueryClient.where();
        try {
            ApiFuture<AppendRowsResponse> answer = writer(into).append(rows);
            AppendRowsResponse response =
                    answer.get(bigQueryClient.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
            if (response.hasError() || response.getRowErrorsCount() > 0) {
                throw StreamFailures.of(what, response, ids);
            }
        } catch (ExecutionException e) {
            close();
            StreamFailures.throwUnlessThere(what, Objects.requireNonNullElse(e.getCause(), e), ids);
        } catch (TimeoutException e) {
            close();
            throw new TalkException(ErrorCode.UNREACHABLE, what + " took too long; run again");
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new TalkException(ErrorCode.CANCELLED, what + " was cancelled by the host");
        } catch (IOException | DescriptorValidationException | RuntimeException e) {
            close();
            StreamFailures.throwUnlessThere(what, e, ids);
        }
    }

    private JsonStreamWriter writer(String into)
            throws IOException, DescriptorValidationException, InterruptedException {
        JsonStreamWriter open = writer;
        if (open == null || open.isClosed() || !into.equals(table)) {
            close();
            BigQueryWriteClient made = BigQueryWriteClient.create(settings());
            client = made;
            String name = "projects/" + bigQueryClient.settings().project() + "/datasets/"
                    + bigQueryClient.settings().dataset() + "/tables/" + into + "/streams/_default";
            open = JsonStreamWriter.newBuilder(name, StreamSchema.of(layout), made)
                    .setLocation(bigQueryClient.location())
                    .build();
            writer = open;
            table = into;
        }
        return open;
    }

    private BigQueryWriteSettings settings() throws IOException {
        BigQueryWriteSettings.Builder settings = BigQueryWriteSettings.newBuilder();
        String url = bigQueryClient.settings().writeUrl().orElse(null);
        if (url != null) {
            settings.setCredentialsProvider(NoCredentialsProvider.create());
            settings.setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(url)
                    .setChannelConfigurator(channel -> channel.usePlaintext())
                    .build());
        } else {
            settings.setCredentialsProvider(FixedCredentialsProvider.create(bigQueryClient.credentials()));
            bigQueryClient.settings().quotaProject().ifPresent(settings::setQuotaProjectId);
        }
        return settings.build();
    }

    /** Closes the connection and its threads. The next rows open another. */
    @Override
    public void close() {
        JsonStreamWriter open = writer;
        BigQueryWriteClient made = client;
        writer = null;
        client = null;
        if (open != null) {
            open.close();
        }
        if (made != null) {
            made.shutdownNow();
            awaitEnd(made);
        }
    }

    private static void awaitEnd(BigQueryWriteClient made) {
        boolean interrupted = Thread.interrupted();
        try {
            made.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
