package io.sesam.talk.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.Node;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests that the simulated schema is part of the vendor's. Skipped where no copy of it is available. */
final class WaveSchemaTest {
    private static final Path FILE = Path.of("shared", "specs", "wave", "schema.graphql");

    private static String vendors() throws IOException {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(FILE))
                .filter(Files::isReadable)
                .findFirst();
        Assumptions.assumeTrue(file.isPresent(), "no copy of the vendor's schema is at hand");
        return Files.readString(file.orElseThrow());
    }

    /** Returns a line per type, field, argument, default, enum value and nullability. */
    private static Set<String> facts(String schema) {
        TypeDefinitionRegistry registry = new SchemaParser().parse(schema);
        Set<String> facts = new TreeSet<>();
        registry.types().values().forEach(type -> {
            if (type instanceof ObjectTypeDefinition object) {
                object.getFieldDefinitions().forEach(field -> addField(facts, object.getName(), field));
            } else if (type instanceof InputObjectTypeDefinition input) {
                input.getInputValueDefinitions()
                        .forEach(value -> facts.add("input " + input.getName() + "." + of(value)));
            } else if (type instanceof EnumTypeDefinition words) {
                words.getEnumValueDefinitions().stream()
                        .map(EnumValueDefinition::getName)
                        .forEach(word -> facts.add("enum " + words.getName() + "." + word));
            }
        });
        registry.scalars().keySet().forEach(scalar -> facts.add("scalar " + scalar));
        return facts;
    }

    private static void addField(Set<String> facts, String type, FieldDefinition field) {
        String name = type + "." + field.getName();
        facts.add(name + ": " + text(field.getType()));
        field.getInputValueDefinitions().forEach(argument -> facts.add(name + "(" + of(argument) + ")"));
    }

    private static String of(InputValueDefinition value) {
        return value.getName() + ": " + text(value.getType())
                + (value.getDefaultValue() == null ? "" : " = " + text(value.getDefaultValue()));
    }

    private static String text(Node<?> node) {
        return AstPrinter.printAst(node);
    }

    @Test
    void allThatIsSimulatedIsThereAndTheSame() throws IOException {
        Set<String> simulated = facts(WaveSchema.text());
        simulated.removeAll(facts(vendors()));

        assertThat(simulated).isEmpty();
    }

    @Test
    void whateverMustBeSentThereMustBeSentHere() throws IOException {
        List<String> inputs = new SchemaParser()
                .parse(WaveSchema.text()).getTypes(InputObjectTypeDefinition.class).stream()
                        .map(input -> "input " + input.getName() + ".")
                        .toList();
        assertThat(inputs).isNotEmpty();

        assertThat(facts(vendors()).stream()
                        .filter(fact -> inputs.stream().anyMatch(fact::startsWith) && fact.endsWith("!"))
                        .collect(Collectors.toSet()))
                .isSubsetOf(facts(WaveSchema.text()));
    }

    @Test
    void everyCountryCodeIsThere() throws IOException {
        assertThat(words(facts(WaveSchema.text()))).isEqualTo(words(facts(vendors())));
    }

    private static List<String> words(Set<String> facts) {
        return facts.stream()
                .filter(fact -> fact.startsWith("enum CountryCode."))
                .toList();
    }

    @Test
    void aDifferenceIsNoticed() {
        Set<String> different = facts("type A { b(c: Int = 1): String! }");
        different.removeAll(facts("type A { b: String }"));

        assertThat(different).containsExactly("A.b(c: Int = 1)", "A.b: String!");
    }
}
