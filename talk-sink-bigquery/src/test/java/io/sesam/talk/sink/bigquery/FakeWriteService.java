package io.sesam.talk.sink.bigquery;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.sesam.talk.simulators.SimBigQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A fake Storage Write API over loopback gRPC. Built on the official stubs; rows go into a simulated BigQuery. */
final class FakeWriteService extends BigQueryWriteGrpc.BigQueryWriteImplBase implements AutoCloseable {
    /** A failure of the next request. */
    enum Trouble {
        /** The connection breaks before anything is written. */
        BROKEN_BEFORE,
        /** The connection breaks after the rows were written. */
        BROKEN_AFTER,
        /** The rows exist already. */
        OFFSET_ALREADY_EXISTS,
        /** Earlier rows are missing. */
        OFFSET_OUT_OF_RANGE,
        /** The first row is refused, so none is written. */
        ROW_ERROR
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Held strongly, so that its level stays: Google logs every step of a connection. */
    private static final Logger GOOGLE = Logger.getLogger("com.google.cloud.bigquery.storage.v1");

    private final SimBigQuery sim;
    private final Server server;
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<Integer> requests = new ArrayList<>();
    private int connections;

    FakeWriteService(SimBigQuery sim) {
        GOOGLE.setLevel(Level.SEVERE);
        this.sim = sim;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    synchronized void next(Trouble trouble) {
        troubles.add(trouble);
    }

    synchronized void forgive() {
        troubles.clear();
    }

    /** Returns the number of rows of each written request. */
    synchronized List<Integer> requests() {
        return List.copyOf(requests);
    }

    synchronized int connections() {
        return connections;
    }

    @Override
    public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> answer) {
        answer.onNext(WriteStream.newBuilder()
                .setName(request.getName())
                .setLocation("EU")
                .build());
        answer.onCompleted();
    }

    @Override
    public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> answers) {
        synchronized (this) {
            connections++;
        }
        return new StreamObserver<>() {
            private String stream = "";
            private Descriptor rows;

            @Override
            public void onNext(AppendRowsRequest request) {
                if (!request.getWriteStream().isEmpty()) {
                    stream = request.getWriteStream();
                }
                if (request.getProtoRows().hasWriterSchema()) {
                    rows = descriptor(request.getProtoRows().getWriterSchema().getProtoDescriptor());
                }
                answer(stream, rows, request, answers);
            }

            @Override
            public void onError(Throwable broken) {
                // the client is gone
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private synchronized void answer(
            String stream, Descriptor rows, AppendRowsRequest request, StreamObserver<AppendRowsResponse> answers) {
        Trouble trouble = troubles.poll();
        if (trouble == Trouble.BROKEN_BEFORE) {
            answers.onError(Status.ABORTED.withDescription("connection lost").asRuntimeException());
        } else if (trouble == Trouble.ROW_ERROR) {
            answers.onNext(AppendRowsResponse.newBuilder()
                    .setError(status(
                            Code.INVALID_ARGUMENT_VALUE, StorageError.StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED))
                    .addRowErrors(RowError.newBuilder().setIndex(0).setMessage("Bea does not fit"))
                    .build());
        } else if (trouble == Trouble.OFFSET_OUT_OF_RANGE) {
            answers.onNext(error(Code.OUT_OF_RANGE_VALUE, StorageError.StorageErrorCode.OFFSET_OUT_OF_RANGE));
        } else {
            write(stream, rows, request);
            if (trouble == Trouble.OFFSET_ALREADY_EXISTS) {
                answers.onNext(error(Code.ALREADY_EXISTS_VALUE, StorageError.StorageErrorCode.OFFSET_ALREADY_EXISTS));
            } else if (trouble == Trouble.BROKEN_AFTER) {
                answers.onError(
                        Status.ABORTED.withDescription("connection lost").asRuntimeException());
            } else {
                answers.onNext(AppendRowsResponse.newBuilder()
                        .setAppendResult(AppendRowsResponse.AppendResult.getDefaultInstance())
                        .build());
            }
        }
    }

    private static AppendRowsResponse error(int code, StorageError.StorageErrorCode why) {
        return AppendRowsResponse.newBuilder().setError(status(code, why)).build();
    }

    private static com.google.rpc.Status status(int code, StorageError.StorageErrorCode why) {
        return com.google.rpc.Status.newBuilder()
                .setCode(code)
                .setMessage("told by the fake")
                .addDetails(Any.pack(StorageError.newBuilder().setCode(why).build()))
                .build();
    }

    private void write(String stream, Descriptor rows, AppendRowsRequest request) {
        String[] path = stream.split("/", -1);
        List<ByteString> all = request.getProtoRows().getRows().getSerializedRowsList();
        for (ByteString bytes : all) {
            ObjectNode row = json(bytes, rows);
            if (!row.remove("_change_type").asText().equals("UPSERT")) {
                throw new IllegalArgumentException("only whole rows are sent");
            }
            String sequence = row.remove("_change_sequence_number").asText();
            sim.upsert(path[1], path[3], path[5], sequence, row);
        }
        requests.add(all.size());
    }

    private static ObjectNode json(ByteString bytes, Descriptor rows) {
        try {
            return json(DynamicMessage.parseFrom(rows, bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode json(DynamicMessage message) {
        ObjectNode row = JSON.createObjectNode();
        for (Map.Entry<FieldDescriptor, Object> cell : message.getAllFields().entrySet()) {
            String name = cell.getKey().getName();
            if (cell.getValue() instanceof List<?> list) {
                ArrayNode array = row.putArray(name);
                list.forEach(each -> array.add(json((DynamicMessage) each)));
            } else if (cell.getValue() instanceof DynamicMessage inner) {
                row.set(name, json(inner));
            } else if (name.equals("said_at")) {
                row.put(
                        name,
                        Instant.EPOCH
                                .plus((Long) cell.getValue(), ChronoUnit.MICROS)
                                .toString());
            } else {
                row.set(name, JSON.valueToTree(cell.getValue()));
            }
        }
        return row;
    }

    private static Descriptor descriptor(DescriptorProto proto) {
        try {
            FileDescriptorProto file = FileDescriptorProto.newBuilder()
                    .setName("rows.proto")
                    .setSyntax("proto2")
                    .addMessageType(proto)
                    .build();
            return FileDescriptor.buildFrom(file, new FileDescriptor[0])
                    .getMessageTypes()
                    .get(0);
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
