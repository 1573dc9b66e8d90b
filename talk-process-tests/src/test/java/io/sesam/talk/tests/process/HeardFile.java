package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A listener that writes each change of a golden record to a file at once, so that it outlives its process. */
record HeardFile(Path file) implements TalkListener {
    @Override
    public void golden(GoldenEvent change) {
        try {
            Files.writeString(
                    file,
                    change.id() + " " + change.sequence() + " " + change.kind() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every golden record was told as new first, and as it is last, whenever the processes were killed. */
    void check(String when, Talk talk) throws IOException {
        Map<String, String[]> first = new HashMap<>();
        Map<String, String[]> last = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] written = line.split(" ", -1);
            // A line may have been cut off by the kill; its change is told again.
            if (written.length == 3) {
                first.putIfAbsent(written[0], written);
                last.put(written[0], written);
            }
        }
        for (String type : List.of("person", "organisation", "product")) {
            Optional<String> next = Optional.of("");
            while (next.isPresent()) {
                RecordQuery query = RecordQuery.of(type).limit(500);
                RecordPage page = talk.records().search(next.get().isEmpty() ? query : query.after(next.get()));
                for (FoundRecord found : page.records()) {
                    String id = found.golden().id().value();
                    assertThat(first).as(when).containsKey(id);
                    assertThat(first.get(id)[2]).as(when).isIn("CREATED", "SPLIT");
                    assertThat(last.get(id)[1]).as(when).isEqualTo(Long.toString(found.sequence()));
                }
                next = page.next();
            }
        }
    }
}
