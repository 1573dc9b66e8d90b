package io.sesam.talk.connector.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.WiringFactory;
import io.sesam.talk.simulators.SimRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The vendor's schema, where a copy is available. Requests are executed against it without data. */
final class VendorSchema {
    private static final Path FILE = Path.of("shared", "specs", "wave", "schema.graphql");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GraphQL graphql;

    private VendorSchema(Path file) {
        try {
            graphql = GraphQL.newGraphQL(new SchemaGenerator()
                            .makeExecutableSchema(
                                    new SchemaParser().parse(Files.readString(file)),
                                    RuntimeWiring.newRuntimeWiring()
                                            .wiringFactory(new Wiring())
                                            .build()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the copy beside the project or an enclosing folder. */
    static Optional<VendorSchema> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::isReadable)
                .findFirst()
                .map(VendorSchema::new);
    }

    /** Returns the problems of a document, ignoring missing variables. */
    List<String> problems(String document) {
        return problems(document, Map.of()).stream()
                .filter(problem -> !problem.contains("coerced Null value"))
                .toList();
    }

    /** Returns the problems of a request with its variables. */
    List<String> problems(SimRequest request) {
        JsonNode variables = request.json().path("variables");
        return problems(
                request.json().path("query").asText(),
                JSON.convertValue(
                        variables, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
    }

    private List<String> problems(String document, Map<String, Object> variables) {
        return graphql
                .execute(ExecutionInput.newExecutionInput(document)
                        .variables(variables)
                        .build())
                .getErrors()
                .stream()
                .map(GraphQLError::getMessage)
                .toList();
    }

    /** Resolves everything to null, so that no type has to be resolved. */
    private static final class Wiring implements WiringFactory {
        @Override
        public boolean providesTypeResolver(graphql.schema.idl.InterfaceWiringEnvironment environment) {
            return true;
        }

        @Override
        public graphql.schema.TypeResolver getTypeResolver(graphql.schema.idl.InterfaceWiringEnvironment environment) {
            return type -> null;
        }

        @Override
        public boolean providesTypeResolver(graphql.schema.idl.UnionWiringEnvironment environment) {
            return true;
        }

        @Override
        public graphql.schema.TypeResolver getTypeResolver(graphql.schema.idl.UnionWiringEnvironment environment) {
            return type -> null;
        }

        @Override
        public boolean providesScalar(ScalarWiringEnvironment environment) {
            return !ScalarInfo.isGraphqlSpecifiedScalar(
                    environment.getScalarTypeDefinition().getName());
        }

        @Override
        public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
            return GraphQLScalarType.newScalar()
                    .name(environment.getScalarTypeDefinition().getName())
                    .coercing(new Text())
                    .build();
        }
    }

    /** Accepts the vendor's scalars as texts. */
    private static final class Text implements Coercing<Object, Object> {
        @Override
        public Object serialize(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public Object parseValue(Object value, GraphQLContext context, Locale locale) {
            if (value instanceof String) {
                return value;
            }
            throw new graphql.schema.CoercingParseValueException("a text is wanted");
        }

        @Override
        public Object parseLiteral(Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (value instanceof StringValue text) {
                return String.valueOf(text.getValue());
            }
            throw new graphql.schema.CoercingParseLiteralException("a text is wanted");
        }
    }
}
