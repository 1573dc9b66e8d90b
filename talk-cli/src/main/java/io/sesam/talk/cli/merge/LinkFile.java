package io.sesam.talk.cli.merge;

import io.sesam.talk.connector.csv.CsvPlugin;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.RecordSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A CSV file of what a person knows about pairs of records.
 *
 * <p>Its columns are {@code first} and {@code second}, records such as {@code crm/person/17}, and optionally {@code kind}:
 * {@code same}, the default, or {@code apart}.
 */
public final class LinkFile {
    private static final Schema COLUMNS =
            Schema.of(new EntityType("link"), Property.text("first"), Property.text("second"), Property.text("kind"));
    private static final int SHOWN = 5;

    private LinkFile() {}

    /**
     * Reads all links. A wrong line is an error, because a lost link would separate what a person has joined.
     *
     * @throws TalkException UNREADABLE with the first lines that are wrong
     */
    public static List<Link> read(Path file) {
        List<Link> links = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        CsvPlugin.read(file, COLUMNS, Map.of(), new CsvPlugin.Rows() {
            @Override
            public void record(RecordSnapshot record, long line) {
                try {
                    links.add(link(record.fields()));
                } catch (IllegalArgumentException e) {
                    refused(line, String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void refused(long line, String reason) {
                problems.add(MergeInput.name(file) + ", line " + line + ": " + reason);
            }

            @Override
            public void note(String remark) {}
        });
        if (!problems.isEmpty()) {
            List<String> shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
            shown.add(MergeInput.name(file) + ": " + problems.size()
                    + " of its lines are no link; nothing was merged. Its columns are first, second and kind, such as"
                    + " crm/person/17,erp/person/4,same");
            throw new TalkException(ErrorCode.UNREADABLE, String.join(System.lineSeparator(), shown));
        }
        return links;
    }

    private static Link link(Fields fields) {
        String kind = fields.text("kind").known().orElse("same").strip();
        if (!kind.equals("same") && !kind.equals("apart")) {
            throw new IllegalArgumentException("the kind is neither same nor apart");
        }
        return new Link(
                record(fields, "first"),
                record(fields, "second"),
                kind.equals("same") ? Link.Origin.STEWARD : Link.Origin.APART);
    }

    private static RecordRef record(Fields fields, String column) {
        String text = fields.text(column).known().orElse("").strip();
        int type = text.indexOf('/');
        int id = text.indexOf('/', type + 1);
        if (type < 1 || id <= type + 1 || id + 1 == text.length()) {
            throw new IllegalArgumentException("the column " + column + " names no record; write it as crm/person/17");
        }
        return RecordRef.of(
                text.substring(0, type), new EntityType(text.substring(type + 1, id)), text.substring(id + 1));
    }
}
