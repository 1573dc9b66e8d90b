package io.sesam.talk.tests.process;

import io.sesam.talk.testkit.TestClock;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;

/** Lends the clock of the simulated systems to other processes, so that there is one time for all. */
final class ClockServer implements AutoCloseable {
    /** Asks what time it is; any other number is nanoseconds to go on by. */
    static final long ASKS = -1;

    private final TestClock clock;
    private final ServerSocket socket;

    private ClockServer(TestClock clock, ServerSocket socket) {
        this.clock = clock;
        this.socket = socket;
    }

    static ClockServer start(TestClock clock) throws IOException {
        ClockServer server = new ClockServer(clock, new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        daemon(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon(() -> answer(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket client) {
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
            client.setTcpNoDelay(true);
            while (true) {
                long asked = in.readLong();
                if (asked != ASKS) {
                    clock.advance(Duration.ofNanos(asked));
                }
                Instant now = clock.instant();
                out.writeLong(now.getEpochSecond());
                out.writeInt(now.getNano());
                out.flush();
            }
        } catch (IOException e) {
            return; // the process was killed
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "lent-clock");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
