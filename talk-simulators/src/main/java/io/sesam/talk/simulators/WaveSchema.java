package io.sesam.talk.simulators;

import graphql.GraphQL;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The simulated part of Wave's GraphQL schema, with its execution. */
final class WaveSchema {
    private WaveSchema() {}

    /** Returns the schema as text. With the country codes of Wave: all of ISO 3166-1. */
    static String text() {
        try (InputStream resource = WaveSchema.class.getResourceAsStream("wave.graphql")) {
            if (resource == null) {
                throw new IllegalStateException("the simulated schema is not on the path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8) + "\nenum CountryCode { "
                    + String.join(" ", new TreeSet<>(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)))
                    + " }\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GraphQL carriedOutBy(Map<String, Map<String, DataFetcher<?>>> fetchers) {
        RuntimeWiring.Builder wiring =
                RuntimeWiring.newRuntimeWiring().scalar(textual("DateTime")).scalar(textual("Decimal"));
        fetchers.forEach((type, fields) -> wiring.type(type, builder -> {
            fields.forEach(builder::dataFetcher);
            return builder;
        }));
        return GraphQL.newGraphQL(
                        new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text()), wiring.build()))
                .build();
    }

    private static GraphQLScalarType textual(String name) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new Coercing<String, String>() {
                    @Override
                    public String serialize(Object value, graphql.GraphQLContext context, Locale locale) {
                        return value.toString();
                    }

                    @Override
                    public String parseValue(Object value, graphql.GraphQLContext context, Locale locale) {
                        return value.toString();
                    }

                    @Override
                    public String parseLiteral(
                            graphql.language.Value<?> value,
                            graphql.execution.CoercedVariables variables,
                            graphql.GraphQLContext context,
                            Locale locale) {
                        return value instanceof graphql.language.StringValue text
                                ? String.valueOf(text.getValue())
                                : value.toString();
                    }
                })
                .build();
    }
}
