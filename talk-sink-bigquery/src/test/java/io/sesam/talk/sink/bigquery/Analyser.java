package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleColumn;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;
import io.sesam.talk.spi.sink.AnalyticTables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Google's own GoogleSQL analyser with a layout's tables. Limited to the language features of BigQuery.
 *
 * <p>It finds invalid syntax, unknown names and mismatched types; it executes nothing and has no limits of the service.
 */
final class Analyser {
    private static final Set<LanguageFeature> FEATURES = Set.of(
            LanguageFeature.FEATURE_ANALYTIC_FUNCTIONS,
            LanguageFeature.FEATURE_QUALIFY,
            LanguageFeature.FEATURE_UNENFORCED_PRIMARY_KEYS,
            LanguageFeature.FEATURE_CREATE_TABLE_PARTITION_BY,
            LanguageFeature.FEATURE_CREATE_TABLE_CLUSTER_BY,
            LanguageFeature.FEATURE_CREATE_TABLE_NOT_NULL,
            LanguageFeature.FEATURE_CREATE_TABLE_FIELD_ANNOTATIONS,
            LanguageFeature.FEATURE_CREATE_VIEW_WITH_COLUMN_LIST,
            LanguageFeature.FEATURE_CREATE_VIEWS_WITH_COLUMN_OPTIONS,
            LanguageFeature.FEATURE_INTERVAL_TYPE);

    private final LanguageOptions language = language();
    private final SimpleCatalog catalog;

    Analyser(String project, String dataset, BigQueryLayout layout, String staging) {
        SimpleCatalog tables = new SimpleCatalog(dataset);
        for (Table table : layout.all()) {
            List<SimpleColumn> columns = table.columns().stream()
                    .map(column -> new SimpleColumn(
                            table.name(),
                            column.name(),
                            simple(StagingSchema.type(column.type()).name())))
                    .toList();
            tables.addSimpleTable(new SimpleTable(table.name(), columns));
        }
        tables.addSimpleTable(staged(staging, layout));
        tables.addSimpleTable(staged(BigQueryNames.CURRENT, layout));
        SimpleCatalog datasets = new SimpleCatalog(project);
        datasets.addSimpleCatalog(tables);
        catalog = new SimpleCatalog("projects");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
        catalog.addSimpleCatalog(datasets);
        // created by the script itself: the staged rows that are not outdated
        catalog.addSimpleTable(staged(BigQueryNames.NEWS, layout));
    }

    /** Returns the error of a statement, if any. */
    Optional<String> objection(String statement) {
        AnalyzerOptions options = new AnalyzerOptions();
        options.setLanguageOptions(language);
        options.addQueryParameter("history", simple("STRING"));
        options.addQueryParameter("sequence", simple("INT64"));
        try {
            com.google.zetasql.Analyzer.analyzeStatement(statement, options, catalog);
            return Optional.empty();
        } catch (SqlException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static LanguageOptions language() {
        LanguageOptions language = new LanguageOptions();
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        language.setSupportsAllStatementKinds();
        language.setEnabledLanguageFeatures(FEATURES);
        language.enableReservableKeyword("QUALIFY");
        return language;
    }

    private static SimpleTable staged(String name, BigQueryLayout layout) {
        List<SimpleColumn> columns = new ArrayList<>();
        StagingSchema.of(layout)
                .getFields()
                .forEach(field -> columns.add(new SimpleColumn(name, field.getName(), type(field))));
        return new SimpleTable(name, columns);
    }

    private static Type type(Field field) {
        Type type = field.getSubFields() == null
                ? simple(field.getType().getStandardType().name())
                : TypeFactory.createStructType(field.getSubFields().stream()
                        .map(sub -> new StructField(sub.getName(), type(sub)))
                        .toList());
        return field.getMode() == Field.Mode.REPEATED ? TypeFactory.createArrayType(type) : type;
    }

    private static Type simple(String name) {
        return TypeFactory.createSimpleType(TypeKind.valueOf("TYPE_" + name));
    }
}
