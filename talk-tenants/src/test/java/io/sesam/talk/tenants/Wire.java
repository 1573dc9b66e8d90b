package io.sesam.talk.tenants;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** A network between clients and a database server: it counts round trips, and each takes some milliseconds. */
final class Wire implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger trips = new AtomicInteger();
    private final URI server;
    private final IntSupplier delay;

    private Wire(URI server, IntSupplier delay) throws IOException {
        this.server = server;
        this.delay = delay;
    }

    static Wire to(String url, IntSupplier delay) throws IOException {
        Wire wire = new Wire(URI.create(url.substring("jdbc:".length())), delay);
        start(wire::accept);
        return wire;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket far = new Socket(server.getHost(), server.getPort());
                client.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(far);
                AtomicBoolean asking = new AtomicBoolean();
                start(() -> pump(client, far, () -> {
                    if (!asking.getAndSet(true)) {
                        trips.incrementAndGet();
                        pause();
                    }
                }));
                start(() -> pump(far, client, () -> asking.set(false)));
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private void pause() {
        int millis = delay.getAsInt();
        if (millis > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void pump(Socket from, Socket to, Runnable seen) {
        byte[] bytes = new byte[1 << 14];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                seen.run();
                out.write(bytes, 0, read);
            }
        } catch (IOException closed) {
            // either side has ended
        }
    }

    String address(String url) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + listening.getLocalPort() + "/");
    }

    int roundTrips() {
        return trips.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
