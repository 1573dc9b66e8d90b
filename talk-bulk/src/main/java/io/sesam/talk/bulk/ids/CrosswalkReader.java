package io.sesam.talk.bulk.ids;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reader of the crosswalk that a merge has written as CSV, of any size. For one thread and one reading. */
public final class CrosswalkReader {
    /** The columns of a crosswalk. */
    public static final String HEADER = "type,golden_id,system,id";

    private static final int CELLS = 4;

    private final Path file;
    private final List<String> cells = new ArrayList<>();
    private final Map<String, SystemName> systems = new HashMap<>();
    private final Map<String, EntityType> types = new HashMap<>();
    private final StringBuilder cell = new StringBuilder();
    private long line = 1;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int end;
    private int next;

    private CrosswalkReader(Path file) {
        this.file = file;
    }

    /**
     * Reads all rows of a file.
     *
     * @throws TalkException UNREADABLE with the line that is no row of a crosswalk; the message holds no value
     */
    public static void read(Path file, BiConsumer<RecordRef, GoldenId> rows) throws IOException {
        new CrosswalkReader(file).read(rows);
    }

    private void read(BiConsumer<RecordRef, GoldenId> rows) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            next = letter(in);
            boolean isHeader = true;
            while (next >= 0) {
                long begin = line;
                row(in);
                if (!isHeader) {
                    rows.accept(ref(begin), golden(begin));
                } else if (!String.join(",", cells).equals(HEADER)) {
                    throw wrong(begin, "its columns are others");
                }
                isHeader = false;
            }
            if (isHeader) {
                throw wrong(1, "the file is empty");
            }
        }
    }

    private int letter(BufferedReader in) throws IOException {
        if (at == end) {
            end = in.read(buffer, 0, buffer.length);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++];
    }

    /** Takes the cells of a row, which may go over several lines. */
    private void row(BufferedReader in) throws IOException {
        cells.clear();
        boolean isOpen = false;
        while (next >= 0) {
            char letter = (char) next;
            next = letter(in);
            if (letter == '\n') {
                line++;
            }
            if (letter == '"' && isOpen && next == '"') {
                cell.append('"');
                next = letter(in);
            } else if (letter == '"') {
                isOpen = !isOpen;
            } else if (isOpen || letter != ',' && letter != '\n' && letter != '\r') {
                cell.append(letter);
            } else if (letter != '\r') {
                cells.add(cell.toString());
                cell.setLength(0);
                if (letter == '\n') {
                    return;
                }
            }
        }
        throw wrong(line, "it is cut off");
    }

    private RecordRef ref(long begin) {
        if (cells.size() != CELLS) {
            throw wrong(begin, "it has " + cells.size() + " cells");
        }
        try {
            return new RecordRef(
                    systems.computeIfAbsent(cells.get(2), SystemName::new),
                    types.computeIfAbsent(cells.get(0), EntityType::new),
                    cells.get(3));
        } catch (IllegalArgumentException e) {
            throw wrong(begin, "it names no record");
        }
    }

    private GoldenId golden(long begin) {
        String id = cells.get(1);
        boolean isOurs = id.length() == Founders.LETTERS;
        for (int i = 0; i < id.length() && isOurs; i++) {
            char letter = id.charAt(i);
            isOurs = letter >= 'a' && letter <= 'z' || letter >= '2' && letter <= '7';
        }
        if (!isOurs) {
            throw wrong(begin, "its golden id is none of Talk's");
        }
        return new GoldenId(id);
    }

    private TalkException wrong(long begin, String reason) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                file + ", line " + begin + " is no row of a crosswalk: " + reason + ". Its columns are " + HEADER
                        + "; restore the file, or start with new ids. Nothing was written");
    }
}
