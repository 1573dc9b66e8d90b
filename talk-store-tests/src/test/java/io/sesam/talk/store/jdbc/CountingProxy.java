package io.sesam.talk.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a database server that counts round trips: how often a client asks anew after it was answered. */
final class CountingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger trips = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private CountingProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts a proxy to the server of a JDBC address. */
    static CountingProxy to(String url) throws IOException {
        URI address = URI.create(url.substring("jdbc:".length()));
        CountingProxy proxy = new CountingProxy(address.getHost(), address.getPort());
        start(proxy::accept);
        return proxy;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(host, port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                connections.incrementAndGet();
                AtomicInteger asked = new AtomicInteger();
                start(() -> pump(client, server, () -> {
                    if (asked.getAndSet(1) == 0) {
                        trips.incrementAndGet();
                    }
                }));
                start(() -> pump(server, client, () -> asked.set(0)));
            }
        } catch (IOException closed) {
            // The test has ended.
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
            // Either side has ended.
        }
    }

    /** Returns the JDBC address of the same database through this proxy. */
    String address(String url) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + listening.getLocalPort() + "/");
    }

    int roundTrips() {
        return trips.get();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
