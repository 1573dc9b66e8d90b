package io.sesam.talk.cli;

import io.sesam.talk.bulk.BulkReport;
import io.sesam.talk.bulk.CsvRowSink;
import io.sesam.talk.bulk.LocalBulk;
import io.sesam.talk.cli.merge.LinkFile;
import io.sesam.talk.cli.merge.MergeInput;
import io.sesam.talk.cli.merge.ParquetFiles;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Link;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.settings.MergeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Merges files into golden records, without systems and without a store. */
@Command(
        name = "merge",
        description = {
            "Merges files of records into golden records with their provenance; writes to no system and needs no store.",
            "talk merge person crm.csv erp.csv --out golden takes the name of each file for its system, the first one"
                    + " trusted most; --config names a file with more."
        })
final class MergeCommand implements Callable<Integer> {
    private static final long PAUSE = 2_000_000_000L;

    private final CommandEnvironment environment;
    private final Interruption interruption;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TYPE",
            description = "The type of all files, such as person.")
    private @Nullable String type;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files that end in .csv, .jsonl or .parquet.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The settings of the merge, instead of TYPE and FILE. Paths in it are relative to it.")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The directory of the result; an earlier result is replaced, and nothing else.")
    private @Nullable Path out;

    @Option(
            names = "--links",
            paramLabel = "FILE",
            description = "A CSV file of pairs that a person has joined or parted: first, second, kind.")
    private @Nullable Path links;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The files of the result: csv, which is the default, or parquet.")
    private @Nullable String format;

    @Option(
            names = "--ids",
            paramLabel = "FILE",
            description = "The crosswalk whose golden ids are kept; that of the earlier result in DIR without it.")
    private @Nullable Path ids;

    @Option(names = "--new-ids", description = "Keep no golden ids of an earlier result.")
    private boolean hasNewIds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "So many threads at most; as many as there are processors without it.")
    private int threads;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not show progress.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the stack trace of a failure.")
    @SuppressWarnings("unused") // asked by its name
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    MergeCommand(CommandEnvironment environment, Interruption interruption) {
        this.environment = environment;
        this.interruption = interruption;
    }

    @Override
    public Integer call() {
        MergeSettings settings = settings();
        Path directory = Optional.ofNullable(out)
                .or(settings::out)
                .orElseThrow(() -> wrong("name the directory of the result: --out golden"))
                .toAbsolutePath()
                .normalize();
        Optional<CsvRowSink.Format> other = resultFormat(settings);
        Optional<LocalBulk.EarlierIds> earlier = earlierIds(directory);
        MergeInput input = new MergeInput(settings);
        List<Link> bonds = Optional.ofNullable(links)
                .or(settings::links)
                .map(LinkFile::read)
                .orElse(List.of());
        BulkReport report = merge(settings, input, bonds, other, earlier, directory);
        input.notes().forEach(note -> environment.err().println(note));
        MergeSummary summary = new MergeSummary(
                report,
                settings.files().size(),
                directory,
                other.map(CsvRowSink.Format::ending).orElse("csv"));
        if (json) {
            JsonOutput.print(summary.object(), environment.out());
        } else {
            summary.print(environment.out());
        }
        return report.refused() + report.parked() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private MergeSettings settings() {
        if (config != null) {
            if (type != null) {
                throw wrong("name either --config or a type and files, not both");
            }
            return MergeSettings.from(config, environment.environment());
        }
        if (type == null || files.isEmpty()) {
            throw wrong("name a type and files, such as: talk merge person crm.csv erp.csv --out golden; or --config");
        }
        return MergeSettings.of(type, files);
    }

    private static TalkException wrong(String message) {
        return new TalkException(ErrorCode.CONFIGURATION, message);
    }

    /** The golden ids that others may have noted: those of the crosswalk that is named, or of the result that is replaced. */
    private Optional<LocalBulk.EarlierIds> earlierIds(Path directory) {
        if (ids != null && hasNewIds) {
            throw wrong("name either --ids or --new-ids, not both");
        }
        if (ids != null && !Files.isRegularFile(ids)) {
            throw wrong(ids + " is no file; name the crosswalk of an earlier result, or leave out --ids");
        }
        return Stream.of(
                        Optional.ofNullable(ids).orElse(directory.resolve("crosswalk.csv")),
                        directory.resolve("crosswalk.parquet"))
                .filter(file -> !hasNewIds && Files.isRegularFile(file))
                .findFirst()
                .map(file -> file.toString().endsWith(".parquet")
                        ? ParquetFiles.earlierIds(file)
                        : CsvRowSink.earlierIds(file));
    }

    private Optional<CsvRowSink.Format> resultFormat(MergeSettings settings) {
        String named = Optional.ofNullable(format).or(settings::format).orElse("csv");
        return switch (named) {
            case "csv" -> Optional.empty();
            case "parquet" -> Optional.of(ParquetFiles.format());
            default -> throw wrong("there is no format \"" + named + "\"; the result is csv or parquet");
        };
    }

    private BulkReport merge(
            MergeSettings settings,
            MergeInput input,
            List<Link> bonds,
            Optional<CsvRowSink.Format> other,
            Optional<LocalBulk.EarlierIds> earlier,
            Path directory) {
        int most = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        AtomicBoolean cancelled = new AtomicBoolean();
        interruption.cancels(() -> cancelled.set(true));
        ExecutorService helpers = Executors.newFixedThreadPool(most);
        try {
            CsvRowSink files = CsvRowSink.into(
                    directory,
                    settings.policies().stream().map(TypePolicy::schema).toList());
            CsvRowSink sink = other.map(files::as).orElse(files);
            LocalBulk merge =
                    LocalBulk.of(settings.policies().toArray(TypePolicy[]::new)).linkedBy(bonds);
            return earlier.map(merge::keeping)
                    .orElse(merge)
                    .on(helpers, most)
                    .telling(progress())
                    .until(cancelled::get)
                    .merge(Objects.requireNonNull(directory.getParent()), input.sources(), sink);
        } finally {
            helpers.shutdown();
        }
    }

    /** A line every couple of seconds. */
    private LocalBulk.Listener progress() {
        AtomicLong last = new AtomicLong(System.nanoTime());
        return (step, done, total) -> {
            long now = System.nanoTime();
            long before = last.get();
            if (!quiet && now - before >= PAUSE && last.compareAndSet(before, now)) {
                environment
                        .err()
                        .println(step + ": " + TextTable.number(done)
                                + (total > 0 ? " of " + TextTable.number(total) : " rows"));
            }
        };
    }
}
