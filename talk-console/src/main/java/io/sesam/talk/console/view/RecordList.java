package io.sesam.talk.console.view;

import io.sesam.talk.query.FoundRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Golden records that were searched for.
 *
 * @param types the types that can be searched
 * @param systems the systems that can be filtered by
 * @param filter the fields of the form as they were sent
 * @param columns the properties that are shown
 * @param found the records
 * @param next position of the next page
 */
public record RecordList(
        List<String> types,
        List<String> systems,
        Map<String, String> filter,
        List<String> columns,
        List<FoundRecord> found,
        Optional<String> next) {
    /** A field of the form. */
    public String filter(String field) {
        return filter.getOrDefault(field, "");
    }

    /** The value of a golden record in a column. */
    public String value(FoundRecord record, String column) {
        int index = record.golden().values().schema().index(column);
        return record.golden().values().originalText(index).orElse("");
    }
}
