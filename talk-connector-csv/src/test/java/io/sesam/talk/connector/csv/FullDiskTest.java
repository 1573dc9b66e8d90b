package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.connector.csv.disk.AtomicReplacement;
import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test with a disk that is really full. The disk is 96 KiB of memory, mounted in a name space that ends with the
 * process.
 *
 * <p>Skipped where the operating system does not allow that; {@link WritingSafelyTest} remains.
 */
final class FullDiskTest {
    private static final String MOUNT = "mount -t tmpfs -o size=96k tmpfs \"$0\" && exec \"$@\"";

    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsToldAndTheFileStaysAsItWas() throws Exception {
        assumeTrue(run("true").isEmpty(), "no disk of our own can be mounted here");
        String original = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskTest.class.getName(),
                directory.toString());
        assertThat(original)
                .contains("UNWRITABLE person.csv cannot be written: No space left on device; nothing was changed")
                .contains("the file is as it was, and nothing lies beside it");
    }

    private String run(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT, directory.toString()));
        whole.addAll(List.of(command));
        Path output = Files.createTempFile("full-disk", ".txt");
        try {
            Process process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            String original = Files.readString(output);
            return ended && process.exitValue() == 0 || !original.isEmpty() ? original : "failed";
        } catch (IOException e) {
            return "no such command";
        } finally {
            Files.delete(output);
        }
    }

    /** Runs in the process with the small disk. */
    @SuppressWarnings("SystemOut") // the only way to send results to the other process
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Desk desk = new Desk(directory).file("person.csv", "id,email\n1,k@x.no\n2," + "long".repeat(14_000) + "\n");
        byte[] before = Files.readAllBytes(desk.path("person.csv"));
        desk.people();
        try {
            desk.update("1", "email", "new@x.no");
            System.out.println("it was written");
        } catch (TalkException e) {
            System.out.println(e.code() + " " + e.getMessage());
        }
        boolean same = java.util.Arrays.equals(before, Files.readAllBytes(desk.path("person.csv")));
        boolean clean = Files.notExists(AtomicReplacement.temporary(desk.path("person.csv")));
        System.out.write((same && clean ? "the file is as it was, and nothing lies beside it" : "harm was done")
                .getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }
}
