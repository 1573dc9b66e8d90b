package io.sesam.talk.tenants;

import com.zaxxer.hikari.HikariDataSource;
import io.sesam.talk.settings.TalkSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A worker in a process of its own, with a clock of its own. */
final class WorkerProcess implements AutoCloseable {
    final String name;
    private final Process process;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** How a worker is set up. */
    record Setup(String shared, String systems, Duration lease, int threads, int latency) {}

    static WorkerProcess start(Setup setup, String name, Duration skew) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        setup.shared(),
                        setup.systems(),
                        name,
                        Long.toString(setup.lease().toMillis()),
                        Integer.toString(setup.threads()),
                        Long.toString(skew.toSeconds()),
                        Integer.toString(setup.latency())))
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(new File(System.getProperty("talk.workers.log", "/dev/null"))))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"started".equals(output.readLine())) {
            process.destroyForcibly();
            throw new IOException("the worker did not start");
        }
        return new WorkerProcess(name, process);
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    /** Runs in the separate process. */
    public static void main(String[] arguments) throws InterruptedException {
        HikariDataSource shared = Database.pool(arguments[0], 4);
        int latency = Integer.parseInt(arguments[6]);
        SqlSystems systems = new SqlSystems(
                arguments[1],
                () -> latency == 0 ? 0 : ThreadLocalRandom.current().nextInt(latency));
        String name = arguments[2];
        Duration skew = Duration.ofSeconds(Long.parseLong(arguments[5]));
        Tenants.on(shared)
                .build(tenant -> {
                    TalkSettings settings = systems.settings(tenant, name);
                    settings.builder().clock(Clock.offset(Clock.systemUTC(), skew.plus(systems.ahead())));
                    return settings;
                })
                .worker(name)
                .threads(Integer.parseInt(arguments[4]))
                .lease(Duration.ofMillis(Long.parseLong(arguments[3])))
                .slice(Duration.ofSeconds(5))
                .poll(Duration.ofMillis(200))
                .start();
        System.out.println("started");
        Thread.sleep(Long.MAX_VALUE);
    }
}
