package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.BigQueryError;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The translation of load errors to rows and columns. Without the values that the errors quote. */
final class RowErrors {
    private static final Pattern POSITION = Pattern.compile("row starting at position:? (\\d+)");
    private static final Pattern FIELD = Pattern.compile("(?:Field|field|No such field):? ([A-Za-z0-9_.]{1,300})");

    private final BigQueryLayout layout;
    private final RowPositions positions;

    RowErrors(BigQueryLayout layout, RowPositions positions) {
        this.layout = layout;
        this.positions = positions;
    }

    TalkException failure(String what, List<BigQueryError> errors) {
        Optional<String> place = errors.stream()
                .map(error -> Objects.requireNonNullElse(error.getMessage(), ""))
                .map(this::place)
                .flatMap(Optional::stream)
                .findFirst();
        TalkException plain = BigQueryFailures.of(what, errors.get(0));
        return place.map(
                        found -> new TalkException(
                                ErrorCode.UNWRITABLE,
                                what + " failed: BigQuery refuses " + found
                                        + "; nothing was changed; the full message is in the debug log, because it may quote values"))
                .orElse(plain);
    }

    private Optional<String> place(String words) {
        Matcher position = POSITION.matcher(words);
        if (!position.find() || position.group(1).length() > 18) {
            return Optional.empty();
        }
        return positions
                .at(Long.parseLong(position.group(1)))
                .map(row -> (row.exact() ? "row " : "a row shortly after ") + row.id() + column(words));
    }

    /** Returns a column only if its name is known. Anything else might be a value. */
    private String column(String words) {
        Matcher field = FIELD.matcher(words);
        while (field.find()) {
            String[] path = field.group(1).split("\\.", -1);
            String last = path[path.length - 1];
            for (AnalyticTables.Table table : layout.tables()) {
                boolean meant = path.length == 1
                        || path[0].equals(BigQueryLayout.structOf(table.name()))
                        || path[0].equals(table.name());
                if (meant
                        && BigQueryLayout.ownColumns(table).stream()
                                .map(Column::name)
                                .anyMatch(last::equals)) {
                    return (path.length == 1 ? "" : " of table " + table.name()) + ", column " + last;
                }
            }
        }
        return "";
    }
}
