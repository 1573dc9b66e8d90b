package io.sesam.talk.http;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP clients of one Talk. All its connections with the same connect timeout share one, which is ended when the
 * last of them closes (R36). A client that the host provides serves all of them, and is never ended.
 */
final class SharedClients {
    private static final Logger LOG = LoggerFactory.getLogger(SharedClients.class);
    private static final Pattern NUMBER = Pattern.compile("\\((\\d+)\\)$");

    private final Map<Duration, Shared> clients = new HashMap<>();
    private final Optional<HttpClient> provided;

    /** A client with its threads and the number of connections that use it. */
    private static final class Shared {
        private final ExecutorService threads = new ThreadPoolExecutor(
                0, 8, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), SharedClients::daemon, SharedClients::inline);
        private final HttpClient client;
        private int users;

        Shared(Duration connect) {
            client = HttpClient.newBuilder()
                    .executor(threads)
                    .connectTimeout(connect)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
    }

    /** Creates clients on first use. */
    SharedClients() {
        this(Optional.empty());
    }

    private SharedClients(Optional<HttpClient> provided) {
        this.provided = provided;
    }

    /**
     * Returns the clients of the context's Talk. Refuses a provided client that follows redirects: it would send tokens and
     * changes to an address that nobody checked.
     */
    static SharedClients of(PluginContext context) {
        Optional<HttpClient> provided = context.provided(HttpClient.class);
        if (provided.filter(client -> client.followRedirects() != HttpClient.Redirect.NEVER)
                .isPresent()) {
            throw TalkException.configuration(
                    List.of(context.name() + ": the HttpClient that the host provides follows redirects, and would send"
                            + " tokens to other addresses; build it with followRedirects(Redirect.NEVER)"));
        }
        return context.shared().get(SharedClients.class, "", () -> new SharedClients(provided));
    }

    /** Returns a client; each call is followed by one of {@link #giveBack}. */
    synchronized HttpClient borrow(Duration connect) {
        if (provided.isPresent()) {
            return provided.get();
        }
        Shared shared = clients.computeIfAbsent(connect, Shared::new);
        shared.users++;
        return shared.client;
    }

    /** Ends the client when nobody else uses it. */
    synchronized void giveBack(Duration connect) {
        Shared shared = clients.get(connect);
        if (shared != null && --shared.users == 0) {
            clients.remove(connect);
            end(shared.client);
            shared.threads.shutdown();
        }
    }

    private static void end(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            endThread(client);
        } catch (ReflectiveOperationException e) {
            LOG.debug("The HTTP client could not be closed: {}", e.getClass().getSimpleName());
        }
    }

    /**
     * Ends the thread of a client before JDK 21, which has no method for it. The thread ends when it is interrupted; left
     * alone, it ends some time after the client was garbage collected.
     */
    private static void endThread(HttpClient client) {
        Matcher number = NUMBER.matcher(client.toString());
        if (number.find()) {
            String name = "HttpClient-" + number.group(1) + "-SelectorManager";
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals(name))
                    .forEach(Thread::interrupt);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "talk-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Runs the task in the submitting thread when all threads are busy. */
    private static void inline(Runnable work, ThreadPoolExecutor busy) {
        if (!busy.isShutdown()) {
            work.run();
        }
    }
}
