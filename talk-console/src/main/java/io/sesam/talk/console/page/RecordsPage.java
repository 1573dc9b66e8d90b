package io.sesam.talk.console.page;

import io.sesam.talk.Talk;
import io.sesam.talk.console.pages.JterecordsGenerated;
import io.sesam.talk.console.request.ConsoleResponse;
import io.sesam.talk.console.view.RecordList;
import io.sesam.talk.console.web.Html;
import io.sesam.talk.console.web.Page;
import io.sesam.talk.console.web.PageNotFound;
import io.sesam.talk.console.web.PageRequest;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Property;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The search. What is searched for is sent in a form, so that no value stands in an address or a log. */
public final class RecordsPage implements Page {
    private static final List<String> FIELDS =
            List.of("type", "text", "in", "missingIn", "parked", "duplicates", "since", "after");
    private static final int COLUMNS = 5;

    private final Talk talk;
    private final Scope scope;
    private final GoldenPage golden;

    public RecordsPage(Talk talk, Scope scope, GoldenPage golden) {
        this.talk = talk;
        this.scope = scope;
        this.golden = golden;
    }

    @Override
    public ConsoleResponse show(PageRequest request) {
        if (request.depth() == 2) {
            return golden.show(request, new GoldenId(request.segment(1)));
        }
        if (request.depth() > 2) {
            throw new PageNotFound();
        }
        Map<String, String> filter = new LinkedHashMap<>();
        // The only parameters of an address: names of the settings, no values of people.
        for (String field : List.of("type", "missingIn", "duplicates", "parked")) {
            filter.put(field, request.query(field));
        }
        return list(request, filter);
    }

    @Override
    public ConsoleResponse submit(PageRequest request) {
        if (request.depth() > 1) {
            return golden.submit(request, new GoldenId(request.segment(1)), request.segment(2));
        }
        Map<String, String> filter = new LinkedHashMap<>();
        FIELDS.forEach(field -> filter.put(field, request.form(field)));
        return list(request, filter);
    }

    private ConsoleResponse list(PageRequest request, Map<String, String> filter) {
        List<String> types = scope.types();
        if (!types.contains(filter.getOrDefault("type", ""))) {
            filter.put("type", types.get(0));
        }
        RecordPage page = talk.records().search(query(filter));
        RecordList list =
                new RecordList(types, scope.systems(), filter, columns(page.records()), page.records(), page.next());
        return Html.page(out -> JterecordsGenerated.render(out, null, request.frame("Records", "records"), list));
    }

    private static RecordQuery query(Map<String, String> filter) {
        RecordQuery query = RecordQuery.of(filter.getOrDefault("type", "")).text(filter.getOrDefault("text", ""));
        String in = filter.getOrDefault("in", "");
        query = in.isEmpty() ? query : query.in(in);
        String missingIn = filter.getOrDefault("missingIn", "");
        query = missingIn.isEmpty() ? query : query.missingIn(missingIn);
        query = filter.getOrDefault("parked", "").isEmpty() ? query : query.parked();
        query = filter.getOrDefault("duplicates", "").isEmpty() ? query : query.duplicates();
        String after = filter.getOrDefault("after", "");
        query = after.isEmpty() ? query : query.after(after);
        String since = filter.getOrDefault("since", "");
        if (!since.isEmpty()) {
            try {
                query = query.changedSince(
                        LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant());
            } catch (DateTimeParseException e) {
                filter.put("since", "");
            }
        }
        return query;
    }

    private static List<String> columns(List<FoundRecord> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        return found.get(0).golden().values().schema().properties().stream()
                .map(Property::name)
                .limit(COLUMNS)
                .toList();
    }
}
