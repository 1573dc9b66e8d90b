package io.sesam.talk.bulk.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and pairs come back as they were; a file that was cut off is no shorter file. */
final class SpillFilesTest {
    @TempDir
    private Path directory;

    private static byte[] frame(Random random) {
        byte[] frame = new byte[random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(200)];
        random.nextBytes(frame);
        return frame;
    }

    @Test
    void framesOfAnySizeComeBackInOrder() {
        Random random = new Random(5);
        List<List<byte[]>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        SpillFiles files = new SpillFiles(directory, 3, 1 << 14);
        SpillFiles.Writer writer = files.writer();
        for (int i = 0; i < 500; i++) {
            byte[] frame = frame(random);
            int file = random.nextInt(2); // the third stays empty
            writer.add(file, frame, 0, frame.length);
            expected.get(file).add(frame);
        }
        writer.close();
        files.finish();
        for (int file = 0; file < 3; file++) {
            List<byte[]> found = new ArrayList<>();
            try (FrameReader frames = files.open(file)) {
                while (frames.next()) {
                    found.add(frames.rest(0));
                }
            }
            assertThat(found).usingElementComparator(Arrays::compare).isEqualTo(expected.get(file));
            byte[] array = new byte[(int) files.bytes(file) + 7];
            try (FrameReader frames = files.load(file, array, 7)) {
                for (byte[] frame : expected.get(file)) {
                    assertThat(frames.next()).isTrue();
                    assertThat(frames.array()).isSameAs(array);
                    assertThat(frames.rest(0)).isEqualTo(frame);
                }
                assertThat(frames.next()).isFalse();
            }
        }
        assertThat(directory.resolve("part-2")).doesNotExist();
    }

    @Test
    @Tag("R46")
    void filesArePrivateAndACutIsFound() throws IOException {
        SpillFiles files = new SpillFiles(directory, 1, 1 << 14);
        for (int i = 0; i < 3; i++) {
            files.add(0, new byte[100], 0, 100);
        }
        files.finish();
        Path file = directory.resolve("part-0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {whole.length - 1, 105, 102}) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (FrameReader frames = files.open(0)) {
                assertThatThrownBy(() -> {
                            while (frames.next()) {
                                frames.length();
                            }
                        })
                        .as("cut to %d bytes", length)
                        .isInstanceOf(TalkException.class)
                        .hasMessageContaining("was cut off or changed by another program");
            }
        }
    }

    @Test
    void exactlyTheNumbersSeenAgainAreTold() {
        Random random = new Random(6);
        PairFiles pairs = new PairFiles(directory, 5);
        Map<Long, List<Long>> places = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextInt(15_000) - 7_000L;
            long place = random.nextInt(3);
            pairs.add(number, place);
            places.computeIfAbsent(number, unused -> new ArrayList<>()).add(place);
        }
        Map<Long, Set<Long>> told = new HashMap<>();
        int[] calls = {0};
        pairs.seenAgain((number, first, place) -> {
            assertThat(first).isEqualTo(places.get(number).get(0));
            told.computeIfAbsent(number, unused -> new HashSet<>(Set.of(first))).add(place);
            calls[0]++;
        });
        places.values().removeIf(found -> found.size() < 2);
        assertThat(told.keySet()).isEqualTo(places.keySet());
        places.forEach((number, found) -> assertThat(told.get(number)).isEqualTo(new HashSet<>(found)));
        assertThat(calls[0])
                .isEqualTo(places.values().stream()
                        .mapToInt(found -> found.size() - 1)
                        .sum());
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 30_000})
    void eachNumberIsToldAsOftenAsItCameAgain(int count) {
        Random random = new Random(7);
        NumberFiles numbers = new NumberFiles(directory, 3);
        NumberFiles.Writer one = numbers.writer();
        NumberFiles.Writer other = numbers.writer();
        Map<Long, Integer> again = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            long number = random.nextInt(count * 5 / 6) - count * 2L / 5;
            (random.nextBoolean() ? one : other).add(number);
            if (!seen.add(number)) {
                again.merge(number, 1, Integer::sum);
            }
        }
        Map<Long, Integer> told = new HashMap<>();
        one.close();
        other.close();
        for (int part = 0; part < numbers.parts(); part++) {
            numbers.seenAgain(part, number -> told.merge(number, 1, Integer::sum));
        }
        assertThat(told).isEqualTo(again).isNotEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
