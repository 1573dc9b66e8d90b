package io.sesam.talk.beam;

import io.sesam.talk.bulk.Refusal;
import io.sesam.talk.merge.PolicyRecipe;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result, for tables and files.
 *
 * <p>A blank value is an empty text, an unknown one is null. Times are ISO 8601 in UTC.
 */
@Experimental
public final class MergeRows {
    /** Which record belongs to which golden record; also of parked records. */
    public static final Schema CROSSWALK = Schema.builder()
            .addStringField("type")
            .addStringField("golden_id")
            .addStringField("system")
            .addStringField("id")
            .build();

    /** Where each value of a golden record of several records comes from, and what it won over. */
    public static final Schema PROVENANCE = Schema.builder()
            .addStringField("type")
            .addStringField("golden_id")
            .addStringField("property")
            .addStringField("outcome")
            .addNullableStringField("value")
            .addStringField("system")
            .addStringField("id")
            .addNullableStringField("time")
            .addStringField("rule")
            .build();

    /** Rows that were not merged. */
    public static final Schema REFUSED = Schema.builder()
            .addStringField("source")
            .addInt64Field("position")
            .addStringField("reason")
            .build();

    private MergeRows() {}

    /** Returns the rows' schema for golden records of a recipe's type: id, number of records, and each property. */
    public static Schema golden(PolicyRecipe recipe) {
        Schema.Builder schema = Schema.builder().addStringField("golden_id").addInt32Field("records");
        recipe.policy().schema().properties().forEach(property -> schema.addNullableStringField(property.name()));
        return schema.build();
    }

    /** Returns a step that makes rows of golden records of a recipe's type. */
    public static PTransform<PCollection<GoldenRecord>, PCollection<Row>> ofGoldens(PolicyRecipe recipe) {
        Schema schema = golden(recipe);
        return new PTransform<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public PCollection<Row> expand(PCollection<GoldenRecord> goldens) {
                return goldens.apply(MapElements.into(TypeDescriptors.rows()).via(golden -> row(golden, schema)))
                        .setRowSchema(schema);
            }
        };
    }

    private static Row row(GoldenRecord golden, Schema schema) {
        Row.Builder row = Row.withSchema(schema).addValue(golden.id().value()).addValue(golden.size());
        for (int i = 0; i < golden.values().schema().size(); i++) {
            row.addValue(text(golden.values().slot(i)));
        }
        return row.build();
    }

    private static @Nullable String text(@Nullable Object slot) {
        if (slot == null) {
            return null;
        }
        if (slot == Blank.BLANK) {
            return "";
        }
        return slot instanceof Reference reference ? reference.id() : slot.toString();
    }

    static Row refused(Refusal refusal) {
        return Row.withSchema(REFUSED)
                .addValues(refusal.source(), refusal.position(), refusal.reason())
                .build();
    }

    /** Gives the rows of a golden record's provenance; none for a single record. */
    static void provenance(GoldenRecord golden, Consumer<Row> out) {
        Claims claims = new Claims(golden);
        for (int i = 0; i < golden.values().schema().size(); i++) {
            int winner = golden.winner(i);
            if (golden.size() > 1 && winner >= 0) {
                out.accept(claims.row(i, winner, "won"));
                for (int other = 0; other < golden.size(); other++) {
                    if (golden.hasLost(i, other)) {
                        out.accept(claims.row(i, other, "lost"));
                    }
                }
            }
        }
    }

    /** The claims of a golden record. Most values of a record are of one time, which is spelt once. */
    private static final class Claims {
        private final GoldenRecord golden;
        private final @Nullable String[] spelt;
        private final long[] times;

        Claims(GoldenRecord golden) {
            this.golden = golden;
            this.spelt = new String[golden.size()];
            this.times = new long[golden.size()];
        }

        Row row(int index, int member, String outcome) {
            SourceRecord record = golden.member(member);
            return Row.withSchema(PROVENANCE)
                    .attachValues(Arrays.asList(
                            golden.type().name(),
                            golden.id().value(),
                            golden.values().schema().property(index).name(),
                            outcome,
                            text(record.effectiveSpelling(index)),
                            record.ref().system().value(),
                            record.ref().id(),
                            time(member, record.time(index)),
                            golden.rule(index)));
        }

        private @Nullable String time(int member, long time) {
            if (time == SourceRecord.NEVER) {
                return null;
            }
            String known = spelt[member];
            if (known == null || times[member] != time) {
                known = SourceRecord.instant(time).toString();
                spelt[member] = known;
                times[member] = time;
            }
            return known;
        }
    }
}
