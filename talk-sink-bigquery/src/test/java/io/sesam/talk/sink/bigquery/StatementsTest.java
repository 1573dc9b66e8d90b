package io.sesam.talk.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.sink.AnalyticTables.Column;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks every statement with Google's own analyser. */
@Tag("case-25")
final class StatementsTest {
    /** Types whose names are SQL keywords or column names. */
    private static final List<Schema> SCHEMAS = List.of(
            Person.SCHEMA.with(Property.text("desk")),
            Organisation.SCHEMA,
            Schema.of(new EntityType("nothing")),
            Schema.of(
                    new EntityType("order"),
                    Property.text("select"),
                    Property.text("removed"),
                    Property.text("version"),
                    Property.text("id"),
                    Property.text("golden_id"),
                    Property.text("sequence"),
                    Property.reference("from", EntityType.PERSON)));

    private static final String STAGING = "talk_staging_1";
    private static final BigQueryNames NAMES = new BigQueryNames("test-project", "select");
    private static final BigQueryLayout LAYOUT = new BigQueryLayout(SCHEMAS);
    private static final Analyser ANALYSER = new Analyser("test-project", "select", LAYOUT, STAGING);

    @Test
    void allStatementsAreGoogleSql() {
        List<String> all = all();
        assertThat(all).hasSizeGreaterThan(60);
        assertThat(all)
                .allSatisfy(statement ->
                        assertThat(ANALYSER.objection(statement)).as(statement).isEmpty());
    }

    @Test
    void whatIsBrokenIsFoundInEveryKindOfStatement() {
        List<String> broken = all().stream()
                .filter(statement -> statement.contains("`id`") || statement.contains("golden_id"))
                .map(statement -> statement
                        .replace("`id` STRING", "`id` STRNG")
                        .replace("n.golden_id", "n.golden")
                        .replace("(`id`)", "(`i`)"))
                .filter(statement -> !all().contains(statement))
                .toList();
        assertThat(broken).hasSizeGreaterThan(20);
        assertThat(broken)
                .allSatisfy(statement ->
                        assertThat(ANALYSER.objection(statement)).as(statement).isPresent());
    }

    @Test
    void objectionsNameWhatIsWrong() {
        assertThat(ANALYSER.objection("DELETE FROM " + NAMES.of("person") + " WHERE firstname = 1"))
                .hasValueSatisfying(words -> assertThat(words).contains("No matching signature"));
        assertThat(ANALYSER.objection("SELECT firstnam FROM " + NAMES.of("person")))
                .hasValueSatisfying(words -> assertThat(words).contains("firstnam"));
        assertThat(ANALYSER.objection("MERGE INTO " + NAMES.of("person") + " AS t USING (SELECT 1 AS id) AS s ON TRUE"))
                .isPresent();
        assertThat(ANALYSER.objection("SELECT 1")).isEqualTo(Optional.empty());
    }

    private static List<String> all() {
        Statements statements = new Statements(NAMES);
        List<String> all = new ArrayList<>();
        for (Table table : LAYOUT.all()) {
            all.add(statements.createTable(table));
            all.add(statements.replaceTable(table));
            all.add(statements.dropTable(table.name()));
            for (Column column : table.columns()) {
                all.add(statements.addColumn(table, column));
                all.add(statements.dropColumn(table.name(), column.name()));
            }
        }
        all.add(statements.readState());
        all.add(statements.forgetState());
        all.add(statements.counts(LAYOUT.tables()));
        MergeStatements merging = new MergeStatements(NAMES, LAYOUT);
        all.add(merging.mark());
        List<String> types =
                SCHEMAS.stream().map(schema -> schema.type().name()).toList();
        all.addAll(merging.script(STAGING, types));
        types.forEach(type -> all.addAll(merging.script(STAGING, List.of(type))));
        RebuildStatements rebuilding = new RebuildStatements(NAMES, LAYOUT);
        all.add(rebuilding.duplicates(STAGING));
        all.addAll(rebuilding.script(true, STAGING));
        all.addAll(rebuilding.script(false, ""));
        StreamStatements streaming = new StreamStatements(NAMES, LAYOUT);
        all.add(streaming.keep(STAGING, Duration.ofMinutes(15)));
        all.add(streaming.show(STAGING, "0a1b"));
        all.addAll(streaming.views());
        all.add(streaming.readState());
        all.add(streaming.dropView("person"));
        return all;
    }
}
