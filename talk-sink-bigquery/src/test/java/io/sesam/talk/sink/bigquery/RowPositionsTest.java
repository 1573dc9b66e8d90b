package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.sink.bigquery.RowPositions.Position;
import org.junit.jupiter.api.Test;

final class RowPositionsTest {
    @Test
    void lineIsFoundByAnyByteOfIt() {
        RowPositions positions = new RowPositions();
        positions.add("a", 10);
        positions.add("b", 5);
        assertThat(positions.at(0)).contains(new Position("a", true));
        assertThat(positions.at(9)).contains(new Position("a", true));
        assertThat(positions.at(10)).contains(new Position("b", true));
        assertThat(positions.at(15)).isEmpty();
    }

    @Test
    void longUploadKeepsSomeOfItsLinesAndSaysSo() {
        RowPositions positions = new RowPositions();
        for (int i = 0; i < 200_000; i++) {
            positions.add(Integer.toString(i), 1);
        }
        Position found = positions.at(150_000).orElseThrow();
        assertThat(found.exact()).isFalse();
        assertThat(Integer.parseInt(found.id())).isBetween(150_000 - 64, 150_000);
    }
}
