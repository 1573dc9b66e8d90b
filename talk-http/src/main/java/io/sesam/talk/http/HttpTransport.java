package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sender of single HTTP requests, by a client that the connections of a Talk share. */
final class HttpTransport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);
    private static final int LARGEST_ANSWER = 64 << 20;

    /** The wait of an interrupted thread for an irreplaceable response. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private final URI base;
    private final String agent;
    private final Deadlines deadlines;
    private final String setting;
    private final SharedClients clients;
    private final int largestAnswer;
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile Optional<HttpClient> client;

    HttpTransport(URI base, String agent, Deadlines deadlines) {
        this(base, agent, deadlines, LARGEST_ANSWER);
    }

    HttpTransport(URI base, String agent, Deadlines deadlines, int largestAnswer) {
        this(base, agent, deadlines, largestAnswer, "baseUrl", new SharedClients());
    }

    HttpTransport(URI base, String agent, Deadlines deadlines, String setting, SharedClients clients) {
        this(base, agent, deadlines, LARGEST_ANSWER, setting, clients);
    }

    private HttpTransport(
            URI base, String agent, Deadlines deadlines, int largestAnswer, String setting, SharedClients clients) {
        this.largestAnswer = largestAnswer;
        this.base = base;
        this.agent = agent;
        this.deadlines = deadlines;
        this.setting = setting;
        this.clients = clients;
        this.client = Optional.of(clients.borrow(deadlines.connect()));
    }

    /** Makes one attempt. */
    AttemptResult send(ApiCall call, Map<String, String> authentication) {
        return send(call, authentication, deadlines.request());
    }

    /** Makes one attempt within a time. */
    AttemptResult send(ApiCall call, Map<String, String> authentication, Duration time) {
        return send(call, authentication, time, false);
    }

    /**
     * Makes one attempt whose response must not be lost. Such a response brings a value that is issued only once. An
     * interrupted thread continues to wait for a short time and is interrupted again afterwards.
     */
    AttemptResult sendToTheEnd(ApiCall call, Duration time) {
        boolean interrupted = Thread.interrupted();
        AttemptResult attemptResult = send(call, Map.of(), time, true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return attemptResult;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // Identity is intended.
    private AttemptResult send(ApiCall call, Map<String, String> authentication, Duration time, boolean toTheEnd) {
        Optional<HttpClient> open = client;
        if (open.isEmpty()) {
            return nothing(call, false, "the connection is closed");
        }
        HttpRequest request = request(call, authentication);
        LOG.trace("{}: {}", call, Redaction.body(call.body().orElse("")));
        CompletableFuture<HttpResponse<byte[]>> answer = open.get().sendAsync(request, info -> collecting(call, info));
        underWay.add(answer);
        try {
            if (client.isEmpty()) {
                // Closed in the meantime, possibly before this response could be cancelled by close().
                answer.cancel(true);
            }
            return received(call, answer, time, toTheEnd);
        } finally {
            underWay.remove(answer);
        }
    }

    private HttpResponse.BodySubscriber<byte[]> collecting(ApiCall call, HttpResponse.ResponseInfo info) {
        return call.download()
                .filter(download -> info.statusCode() == 200)
                .<HttpResponse.BodySubscriber<byte[]>>map(download -> new FileBody(download.file(), download.limit()))
                .orElseGet(() -> new BoundedBody(largestAnswer));
    }

    private AttemptResult received(
            ApiCall call, CompletableFuture<HttpResponse<byte[]>> answer, Duration time, boolean toTheEnd) {
        try {
            ApiResponse received = answer(toTheEnd ? waitOn(answer, time) : wait(answer, time));
            LOG.debug("{}: {}", call, received);
            LOG.trace("{}: {}", call, Redaction.body(received.text()));
            return new AttemptResult.Answered(received);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return nothing(call, true, "no response within " + time.toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new AttemptResult.Interrupted();
        } catch (CancellationException e) {
            return nothing(call, true, "the connection was closed while waiting for the response");
        } catch (ExecutionException e) {
            return broken(call, e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            return broken(call, e);
        }
    }

    private static <T> T wait(CompletableFuture<T> answer, Duration time)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T waitOn(CompletableFuture<T> answer, Duration time)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return wait(answer, time);
        } catch (InterruptedException e) {
            try {
                return wait(answer, LAST_WAIT);
            } finally {
                Thread.currentThread().interrupt();
            }
        }
    }

    private AttemptResult broken(ApiCall call, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLarge) {
                LOG.debug("{}: {}", call, cause.getMessage());
                return new AttemptResult.TooLarge(String.valueOf(cause.getMessage()));
            }
        }
        Optional<String> unconnected = ConnectFailure.explain(
                failure, address(call), deadlines.connect(), isOfBase(call) ? setting : "this address in the settings");
        if (unconnected.isPresent()) {
            LOG.debug("{}: {}", call, unconnected.get());
            return new AttemptResult.Unconnected(unconnected.get());
        }
        return nothing(call, true, reason(failure));
    }

    private static AttemptResult nothing(ApiCall call, boolean maySent, String reason) {
        LOG.debug("{}: {}", call, reason);
        return new AttemptResult.Nothing(maySent, reason);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + Redaction.clean(message));
    }

    private HttpRequest request(ApiCall call, Map<String, String> authentication) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(call))
                .version(
                        "https".equals(address(call).getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .method(
                        call.method(),
                        call.body()
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElse(HttpRequest.BodyPublishers.noBody()))
                .header("User-Agent", agent)
                .header("Accept-Encoding", "gzip");
        if (!call.headers().containsKey("Accept")) {
            request.header("Accept", "application/json");
        }
        call.headers().forEach(request::setHeader);
        authentication.forEach(request::setHeader);
        return request.build();
    }

    /**
     * Resolves the address of a call. Credentials are sent to the host of the base address only, so a call cannot leak
     * them to another host.
     */
    URI address(ApiCall call) {
        String target = call.target();
        boolean isWhole = target.startsWith("http://") || target.startsWith("https://");
        try {
            return URI.create(isWhole ? target : base.toString().replaceAll("/+$", "") + target);
        } catch (IllegalArgumentException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "the path of a call to " + base.getHost()
                            + " has characters that no address may have; look at the paths in the settings");
        }
    }

    boolean isOfBase(ApiCall call) {
        URI address = address(call);
        return String.valueOf(base.getHost()).equalsIgnoreCase(address.getHost())
                && base.getPort() == address.getPort()
                && String.valueOf(base.getScheme()).equalsIgnoreCase(address.getScheme());
    }

    private ApiResponse answer(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        boolean packed = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        if (packed && body.length > 0) {
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = unpacked.readNBytes(largestAnswer + 1);
            }
            if (body.length > largestAnswer) {
                throw new BoundedBody.TooLarge(largestAnswer);
            }
        }
        return ApiResponse.of(
                response.statusCode(), response.headers().map(), new String(body, StandardCharsets.UTF_8));
    }

    /** Ends calls in progress, and gives the client back. */
    @Override
    public synchronized void close() {
        if (client.isPresent()) {
            client = Optional.empty();
            underWay.forEach(answer -> answer.cancel(true));
            clients.giveBack(deadlines.connect());
        }
    }
}
