package ${package};

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.Batches;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.ListingReader;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.http.Pages;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.WriteLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.time.Instant;

/** The people of ${system}: their pages, look-ups and writes. */
final class People implements ListingReader.Source, StepwiseWriter {
    static final int PER_PAGE = 100;

    private final HttpApi api;
    private final Mapping mapping;

    People(HttpApi api, Mapping mapping) {
        this.api = api;
        this.mapping = mapping;
    }

    // reading

    /** Reads a page; the cursor is the number of records before it. */
    @Override
    public ListingReader.Listed page(String cursor, Optional<Instant> since) {
        long before = cursor.isEmpty() ? 0 : Long.parseLong(cursor);
        ApiResponse answer = api.read(ApiCall.get("/people")
                .query("limit", String.valueOf(PER_PAGE))
                .query("offset", String.valueOf(before))
                .expectingList("data"));
        List<RecordSnapshot> records =
                JsonValues.items(answer.json().path("data")).map(mapping::record).toList();
        OptionalLong total = OptionalLong.of(answer.json().path("total").asLong());
        OptionalLong next = Pages.offset(before, records.size(), total);
        return new ListingReader.Listed(
                records, next.isPresent() ? Optional.of(String.valueOf(next.getAsLong())) : Optional.empty(), total);
    }

    /** Says that ${system} has no filter for changes. */
    @Override
    public boolean knowsNews() {
        return false;
    }

    /** Says that a deletion moves later records to a page that was read already. */
    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public Optional<Instant> date() {
        return api.date();
    }

    // look-ups

    /** Finds people by id. A look-up by e-mail, where the vendor has one, prevents duplicates after a lost answer. */
    Lookup lookup() {
        return Lookups.byId(this::byId);
    }

    private Map<String, Lookup.Found> byId(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        ids.forEach(id -> found.put(id, found(id)));
        return found;
    }

    private Lookup.Found found(String id) {
        ApiResponse answer = api.read(ApiCall.get("/people/" + id).accepting(404));
        return answer.status() == 404
                ? new Lookup.Found.Missing()
                : new Lookup.Found.Present(mapping.record(answer.json()));
    }

    // writing

    @Override
    public Map<String, Outcome> write(List<Operation> operations, WriteLog log) {
        return Batches.singly(operations, log, this::write);
    }

    private Outcome write(Operation operation) {
        JsonNode body = mapping.write(operation.fields());
        return switch (operation.kind()) {
            case INSERT -> sent(ApiCall.post("/people").json(body));
            // A record that was changed since Talk read it is decided again.
            case UPDATE -> Batches.conflict(operation, found(operation.existingId()))
                    .orElseGet(() -> sent(ApiCall.patch("/people/" + operation.existingId()).json(body)));
            case ARCHIVE -> new Outcome.Rejected("${system} archives nobody; delete the person there");
        };
    }

    private Outcome sent(ApiCall call) {
        return Batches.outcome(
                api.write(call.accepting(404)),
                answer -> answer.status() == 404
                        ? new Outcome.Conflict(Optional.empty())
                        : Outcome.applied(mapping.record(answer.json())));
    }
}
