package io.sesam.talk.bulk;

import io.sesam.talk.bulk.ids.CrosswalkReader;
import io.sesam.talk.bulk.plain.PlainCsv;
import io.sesam.talk.bulk.plain.PlainLayout;
import io.sesam.talk.bulk.work.TextFiles;
import io.sesam.talk.bulk.work.WorkDirectory;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of CSV files with a merge's result.
 *
 * <p>{@code person.csv} and the like hold the golden records, {@code crosswalk.csv} which record belongs to which,
 * {@code provenance.csv} where each value of a golden record of several records came from and what it won over, {@code
 * parked.csv} the records kept apart, and {@code refused.csv} the rows that were not merged. A quoted empty cell is a
 * blank, an empty one is unknown. The files are private, and appear all at once; an earlier result is replaced, whatever
 * its format. {@link #as} gives them in another format.
 */
@Experimental
public final class CsvRowSink implements RowSink {
    private static final String CROSSWALK = "crosswalk";
    private static final String PROVENANCE = "provenance";
    private static final String PARKED = "parked";
    private static final String REFUSED = "refused";
    private static final int FULL = 1 << 16;

    /**
     * Another format for the files of a result.
     *
     * <p>Called once for each file, one after the other, when all rows are complete and before the result appears.
     */
    @Experimental
    public interface Format {
        /** What a column holds. */
        @Experimental
        enum Column {
            /** A text; a quoted empty cell is an empty text, an empty one is unknown. */
            TEXT,
            /** A whole number. */
            NUMBER,
            /** A time in ISO 8601 and UTC, or nothing; years above 9999 begin with a plus sign. */
            TIME
        }

        /** Returns the ending of the files' names, without the point. */
        String ending();

        /**
         * Writes a file again in this format.
         *
         * @param csv a file in UTF-8 with a header, commas, double quotation marks and line feeds
         * @param columns what its columns hold, in their order
         * @param target the file to fill; there and empty, and private
         * @throws io.sesam.talk.error.TalkException UNWRITABLE with the reason; the merge then fails
         */
        void write(Path csv, Map<String, Column> columns, Path target);
    }

    private final Path directory;
    private final WorkDirectory work;
    private final Map<String, Map<String, Format.Column>> columns;
    private final TextFiles files;
    private final @Nullable Format format;

    private CsvRowSink(
            Path directory,
            WorkDirectory work,
            Map<String, Map<String, Format.Column>> columns,
            TextFiles files,
            @Nullable Format format) {
        this.directory = directory;
        this.work = work;
        this.columns = columns;
        this.files = files;
        this.format = format;
    }

    /**
     * Creates a sink.
     *
     * @param directory the directory to be made, or to be replaced
     * @throws TalkException CONFIGURATION when the directory holds something else than an earlier result
     */
    public static CsvRowSink into(Path directory, Collection<Schema> schemas) {
        Path target = directory.toAbsolutePath().normalize();
        requireReplaceable(target);
        for (Schema schema : schemas) {
            if (List.of(CROSSWALK, PROVENANCE, PARKED, REFUSED)
                    .contains(schema.type().name())) {
                throw new TalkException(
                        ErrorCode.CONFIGURATION,
                        "the type " + schema.type() + " has the name of another file of the result; rename it");
            }
        }
        WorkDirectory work = WorkDirectory.in(Objects.requireNonNull(target.getParent()), ".talk-golden-");
        Map<String, Map<String, Format.Column>> columns = columns(schemas);
        Map<String, String> headers = new LinkedHashMap<>();
        columns.forEach((name, own) -> headers.put(name, String.join(",", own.keySet())));
        return new CsvRowSink(target, work, columns, new TextFiles(work.path(), headers), null);
    }

    private static Map<String, Map<String, Format.Column>> columns(Collection<Schema> schemas) {
        Map<String, Map<String, Format.Column>> columns = new LinkedHashMap<>();
        for (Schema schema : schemas) {
            Map<String, Format.Column> own = texts("golden_id");
            own.put("records", Format.Column.NUMBER);
            schema.properties().forEach(property -> own.put(property.name(), Format.Column.TEXT));
            columns.put(schema.type().name(), own);
        }
        columns.put(CROSSWALK, texts(CrosswalkReader.HEADER.split(",")));
        Map<String, Format.Column> provenance =
                texts("type", "golden_id", "property", "outcome", "value", "system", "id");
        provenance.put("time", Format.Column.TIME);
        provenance.put("rule", Format.Column.TEXT);
        columns.put(PROVENANCE, provenance);
        columns.put(PARKED, texts(CrosswalkReader.HEADER.split(",")));
        Map<String, Format.Column> refused = texts("source");
        refused.put("position", Format.Column.NUMBER);
        refused.put("reason", Format.Column.TEXT);
        columns.put(REFUSED, refused);
        return columns;
    }

    private static Map<String, Format.Column> texts(String... names) {
        Map<String, Format.Column> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(name, Format.Column.TEXT);
        }
        return columns;
    }

    /** Returns this sink, giving its files in another format when it commits. Used instead of this one. */
    @Experimental
    public CsvRowSink as(Format other) {
        return new CsvRowSink(directory, work, columns, files, other);
    }

    /** Returns the golden ids in the crosswalk of an earlier result. */
    @Experimental
    public static LocalBulk.EarlierIds earlierIds(Path crosswalk) {
        return rows -> CrosswalkReader.read(crosswalk, rows::row);
    }

    private static void requireReplaceable(Path target) {
        if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean replaceable = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        try (Stream<Path> entries = replaceable ? Files.list(target) : Stream.empty()) {
            List<Path> found = entries.toList();
            replaceable &= found.isEmpty() || isResult(target, found);
        } catch (IOException e) {
            throw WorkDirectory.unreadable(target, e);
        }
        if (!replaceable || target.getParent() == null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    target + " is there and is no result of an earlier merge; name another directory, or remove it");
        }
    }

    /** Knows a result by its crosswalk. One in another format has all names of a result, with one ending. */
    private static boolean isResult(Path target, List<Path> found) throws IOException {
        List<String> names =
                found.stream().map(entry -> entry.getFileName().toString()).toList();
        Optional<String> ending = names.stream()
                .filter(name -> name.startsWith(CROSSWALK + "."))
                .map(name -> name.substring(CROSSWALK.length()))
                .findFirst();
        if (ending.isEmpty()
                || !names.stream().allMatch(name -> name.matches("[a-z][a-z0-9_]*" + Pattern.quote(ending.get())))) {
            return false;
        }
        if (!ending.get().equals(".csv")) {
            return Stream.of(CROSSWALK, PROVENANCE, PARKED, REFUSED)
                    .allMatch(name -> names.contains(name + ending.get()));
        }
        Path crosswalk = target.resolve(CROSSWALK + ".csv");
        if (!Files.isRegularFile(crosswalk, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (BufferedReader in = Files.newBufferedReader(crosswalk, StandardCharsets.UTF_8)) {
            return CrosswalkReader.HEADER.equals(in.readLine());
        }
    }

    @Override
    public RowSink.Rows open() {
        return new CsvRows();
    }

    /** Begins rows of plain records in the same files. */
    PlainCsv plain(PlainLayout layout) {
        return new PlainCsv(files, layout, CROSSWALK, PROVENANCE);
    }

    @Override
    public void commit() {
        files.close();
        convert();
        Path old = directory.resolveSibling(work.path().getFileName() + "-old");
        try {
            boolean replaces = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
            if (replaces) {
                Files.move(directory, old);
            }
            try {
                Files.move(work.path(), directory);
            } catch (IOException e) {
                if (replaces) {
                    Files.move(old, directory);
                }
                throw e;
            }
            WorkDirectory.delete(old);
        } catch (IOException e) {
            throw WorkDirectory.unwritable(directory, e);
        }
    }

    private void convert() {
        Format other = format;
        if (other == null) {
            return;
        }
        columns.forEach((name, own) -> {
            Path csv = work.path().resolve(name + ".csv");
            Path target = work.path().resolve(name + "." + other.ending());
            try {
                PrivateFiles.create(target);
                other.write(csv, own, target);
                // a library may have made the file anew
                PrivateFiles.restrict(target);
                Files.delete(csv);
            } catch (IOException e) {
                throw WorkDirectory.unwritable(work.path(), e);
            }
        });
    }

    @Override
    public void close() {
        files.close();
        work.close();
    }

    /** Rows of one thread, written in pieces that end with a row. */
    private final class CsvRows implements RowSink.Rows {
        private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

        private StringBuilder text(String file) {
            StringBuilder text = texts.computeIfAbsent(file, name -> new StringBuilder());
            if (text.length() > FULL) {
                files.write(file, text);
                text.setLength(0);
            }
            return text;
        }

        @Override
        public void golden(GoldenRecord golden, boolean parked) {
            String id = golden.id().value();
            String type = golden.type().name();
            StringBuilder row = text(type).append(id).append(',').append(golden.size());
            for (int i = 0; i < golden.values().schema().size(); i++) {
                cell(row.append(','), golden.values().slot(i));
            }
            row.append('\n');
            for (int i = 0; i < golden.size(); i++) {
                SourceRecord member = golden.member(i);
                member(text(CROSSWALK), type, id, member);
                if (parked) {
                    member(text(PARKED), type, id, member);
                }
            }
            if (golden.size() > 1) {
                provenance(golden, type, id);
            }
        }

        private void member(StringBuilder row, String type, String id, SourceRecord member) {
            row.append(type).append(',').append(id).append(',');
            row.append(member.ref().system().value()).append(',');
            cell(row, member.ref().id());
            row.append('\n');
        }

        private void provenance(GoldenRecord golden, String type, String id) {
            for (int i = 0; i < golden.values().schema().size(); i++) {
                int winner = golden.winner(i);
                if (winner >= 0) {
                    claim(golden, i, winner, "won", type, id);
                    for (int other = 0; other < golden.size(); other++) {
                        if (golden.hasLost(i, other)) {
                            claim(golden, i, other, "lost", type, id);
                        }
                    }
                }
            }
        }

        private void claim(GoldenRecord golden, int index, int member, String outcome, String type, String id) {
            SourceRecord record = golden.member(member);
            StringBuilder row =
                    text(PROVENANCE).append(type).append(',').append(id).append(',');
            row.append(golden.values().schema().property(index))
                    .append(',')
                    .append(outcome)
                    .append(',');
            cell(row, record.effectiveSpelling(index));
            row.append(',').append(record.ref().system().value()).append(',');
            cell(row, record.ref().id());
            row.append(',');
            if (record.time(index) != SourceRecord.NEVER) {
                row.append(SourceRecord.instant(record.time(index)));
            }
            cell(row.append(','), golden.rule(index));
            row.append('\n');
        }

        @Override
        public void refused(Refusal refusal) {
            StringBuilder row = text(REFUSED);
            cell(row, refusal.source());
            cell(row.append(',').append(refusal.position()).append(','), refusal.reason());
            row.append('\n');
        }

        private void cell(StringBuilder row, @Nullable Object slot) {
            if (slot == Blank.BLANK) {
                row.append("\"\"");
            } else if (slot != null) {
                quoted(row, slot instanceof Reference reference ? reference.id() : slot.toString());
            }
        }

        private void quoted(StringBuilder row, String text) {
            boolean plain = !text.isEmpty();
            for (int i = 0; i < text.length() && plain; i++) {
                char letter = text.charAt(i);
                plain = letter != ',' && letter != '"' && letter != '\n' && letter != '\r';
            }
            if (plain) {
                row.append(text);
            } else {
                row.append('"').append(text.replace("\"", "\"\"")).append('"');
            }
        }

        @Override
        public void close() {
            texts.forEach(files::write);
            texts.clear();
        }
    }
}
