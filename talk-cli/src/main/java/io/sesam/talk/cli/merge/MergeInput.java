package io.sesam.talk.cli.merge;

import io.sesam.talk.bulk.RecordSource;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.settings.MergeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The files of a merge as sources. */
public final class MergeInput {
    private final List<RecordSource> sources = new ArrayList<>();
    private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());

    /**
     * Opens nothing, but refuses what cannot be read.
     *
     * @throws TalkException CONFIGURATION with all problems
     */
    public MergeInput(MergeSettings settings) {
        List<String> problems = new ArrayList<>();
        for (MergeSettings.InputFile file : settings.files()) {
            String name = file.path().toString().toLowerCase(Locale.ROOT);
            Schema schema = settings.policies().stream()
                    .map(TypePolicy::schema)
                    .filter(known -> known.type().equals(file.type()))
                    .findFirst()
                    .orElseThrow();
            if (!Files.isRegularFile(file.path())) {
                problems.add(file.path() + " is no file; correct its name");
            } else if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
                sources.add(new CsvSource(file, schema, notes::add));
            } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
                sources.add(new JsonLinesSource(file, schema));
            } else if (name.endsWith(".parquet")) {
                List<String> wrong = new ArrayList<>();
                ParquetSource.of(file, schema, wrong).ifPresent(sources::add);
                problems.addAll(wrong);
            } else {
                problems.add(
                        file.path()
                                + " has an ending that is not known; files of records end in .csv, .tsv, .txt, .jsonl, .ndjson or .parquet");
            }
        }
        settings.links()
                .filter(links -> !Files.isRegularFile(links))
                .ifPresent(links -> problems.add(links + " is no file; correct the setting links"));
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
    }

    /** Returns the sources. */
    public List<RecordSource> sources() {
        return Collections.unmodifiableList(sources);
    }

    /** Returns remarks about files, after they were read. */
    public List<String> notes() {
        synchronized (notes) {
            return List.copyOf(notes);
        }
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
