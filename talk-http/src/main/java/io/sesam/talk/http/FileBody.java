package io.sesam.talk.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A response body collector that streams to a file. A body above the size limit is abandoned. Nothing is buffered in
 * memory.
 */
final class FileBody implements HttpResponse.BodySubscriber<byte[]> {
    private final Path file;
    private final long limit;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private Optional<FileChannel> channel = Optional.empty();
    private long written;

    FileBody(Path file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = Optional.of(begun);
        try {
            channel = Optional.of(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        } catch (IOException e) {
            giveUp(e);
            return;
        }
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                written += buffer.remaining();
                if (written > limit) {
                    throw new BoundedBody.TooLarge(limit);
                }
                while (buffer.hasRemaining()) {
                    channel.orElseThrow().write(buffer);
                }
            }
            subscription.ifPresent(more -> more.request(1));
        } catch (IOException e) {
            giveUp(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        close();
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        close();
        body.complete(new byte[0]);
    }

    private void giveUp(IOException failure) {
        subscription.ifPresent(Flow.Subscription::cancel);
        close();
        body.completeExceptionally(failure);
    }

    private void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            body.completeExceptionally(e);
        }
    }
}
