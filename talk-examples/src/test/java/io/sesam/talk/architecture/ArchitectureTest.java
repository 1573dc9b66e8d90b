package io.sesam.talk.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sesam.talk.Talk;
import java.io.Serializable;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers, cycles, package sizes and exports, checked on class files. */
@Tag("slow")
final class ArchitectureTest {
    private static final String ROOT = "io.sesam.talk";

    /** The packages of talk-core, lowest layer first; a package uses only packages of lower layers. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("model", "error", "spi.settings"),
            Set.of("policy", "spi.token", "query"),
            Set.of("spi"),
            Set.of("contract", "host", "spi.enricher", "spi.sink", "store", "engine.observe"),
            Set.of("engine.quality"),
            Set.of("result", "engine.resolve"),
            Set.of("event"),
            Set.of("engine.event"),
            Set.of("merge", "engine.config", "engine.report"),
            Set.of("engine.run"),
            Set.of("engine.recover", "engine.enrich", "engine.sink"),
            Set.of("engine.read", "engine.plan", "engine.steward"),
            Set.of("engine.write", "engine.explain"),
            Set.of("engine.undo", "engine.erase"),
            Set.of("engine"),
            Set.of(""));

    private static final Set<String> EXPORTED = Set.of(
            "",
            "contract",
            "error",
            "event",
            "host",
            "merge",
            "model",
            "policy",
            "query",
            "result",
            "spi",
            "spi.enricher",
            "spi.settings",
            "spi.sink",
            "spi.token",
            "store");

    private static final Set<String> PURE = Set.of(
            "error",
            "model",
            "policy",
            "query",
            "merge",
            "engine.observe",
            "engine.resolve",
            "engine.plan",
            "engine.undo",
            "engine.explain");

    private static final int MOST_TYPES = 15;

    /** Packages that are larger than they should be, with their size; they may shrink, and never grow. */
    private static final Map<String, Integer> LARGE = Map.ofEntries(
            Map.entry("cli", 47),
            Map.entry("enricher.opensesam", 21),
            Map.entry("http", 47),
            Map.entry("model", 26),
            Map.entry("policy", 17),
            Map.entry("rest", 17),
            Map.entry("result", 16),
            Map.entry("simulators", 33),
            Map.entry("sink.bigquery", 26),
            Map.entry("sink.duckdb", 16),
            Map.entry("spi", 33),
            Map.entry("store", 24),
            Map.entry("store.jdbc", 49),
            Map.entry("testkit.connector", 19),
            Map.entry("testkit.store", 21));

    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final JavaClasses CORE = PROJECT.that(
            DescribedPredicate.describe("are in talk-core", type -> layered().contains(type.getPackageName())));

    private static Set<String> layered() {
        Set<String> packages = new TreeSet<>();
        LAYERS.forEach(layer -> layer.forEach(name -> packages.add(packageOf(name))));
        return packages;
    }

    @Test
    void theChecksSeeEveryPackage() {
        assertThat(PROJECT).hasSizeGreaterThan(500);
        Set<String> seen = new TreeSet<>();
        PROJECT.forEach(type -> seen.add(type.getPackageName()));
        assertThat(seen)
                .containsAll(layered())
                .contains(
                        ROOT + ".http",
                        ROOT + ".connector.csv",
                        ROOT + ".connector.hubspot",
                        ROOT + ".connector.wave",
                        ROOT + ".connector.freshteam",
                        ROOT + ".enricher.opensesam",
                        ROOT + ".sink.bigquery",
                        ROOT + ".connector.crmoffice",
                        ROOT + ".connector.rest",
                        ROOT + ".rest",
                        ROOT + ".sink.duckdb",
                        ROOT + ".store.jdbc",
                        ROOT + ".testkit.connector",
                        ROOT + ".simulators",
                        ROOT + ".console",
                        ROOT + ".settings",
                        ROOT + ".micrometer",
                        ROOT + ".tenants",
                        ROOT + ".tenants.run",
                        ROOT + ".tenants.table",
                        ROOT + ".store.jdbc.keeper",
                        ROOT + ".bulk",
                        ROOT + ".cli");
    }

    @Test
    void everyPackageOfTheCoreHasALayer() throws Exception {
        Set<String> present = new TreeSet<>();
        Path core = locationOf(Talk.class);
        PROJECT.stream()
                .filter(type -> type.getSource()
                        .filter(source -> source.getUri().toString().contains(core.toString()))
                        .isPresent())
                .forEach(type -> present.add(type.getPackageName()));
        assertThat(present).isEqualTo(layered());
        assertThat(CORE).hasSizeGreaterThan(200);
    }

    @TestFactory
    List<DynamicTest> everyPackageUsesOnlyLowerLayers() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            for (String name : LAYERS.get(layer)) {
                String[] forbidden = notBelow(layer, name);
                tests.add(DynamicTest.dynamicTest(
                        packageOf(name),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(packageOf(name))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden)
                                .because("a package can be read without those above it")
                                .check(PROJECT)));
            }
        }
        return tests;
    }

    private static String[] notBelow(int layer, String name) {
        return LAYERS.subList(layer, LAYERS.size()).stream()
                .flatMap(Set::stream)
                .filter(other -> !other.equals(name))
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("a cycle of packages can only be understood as a whole")
                .check(PROJECT);
    }

    @Test
    void noPackageIsLargerThanItMayBe() {
        Map<String, Long> sizes = PROJECT.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getSimpleName().equals("module-info"))
                // generated, one for each template
                .filter(type -> !type.getPackageName().equals(ROOT + ".console.pages"))
                .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
        System.out.println("Types in each package: " + sizes);
        assertThat(sizes).hasSizeGreaterThan(30);
        assertThat(sizes)
                .allSatisfy((name, size) -> assertThat(size)
                        .as("types in %s", name)
                        .isLessThanOrEqualTo(
                                LARGE.getOrDefault(name.replaceFirst("io\\.sesam\\.talk\\.?", ""), MOST_TYPES)));
        assertThat(LARGE.keySet()).noneMatch(name -> name.startsWith("engine"));
        assertThat(LARGE)
                .as("a package that has become smaller gets a smaller limit")
                .allSatisfy((name, most) ->
                        assertThat(sizes.get(packageOf(name))).as(name).isEqualTo(most.longValue()));
    }

    @Test
    void theCoreExportsItsPublicPackagesOnly() throws Exception {
        ModuleDescriptor core = ModuleFinder.of(locationOf(Talk.class)).findAll().stream()
                .findFirst()
                .orElseThrow()
                .descriptor();
        Set<String> expected = new TreeSet<>();
        EXPORTED.forEach(name -> expected.add(packageOf(name)));
        assertThat(core.name()).isEqualTo("io.sesam.talk.core");
        assertThat(core.exports()).allMatch(exports -> !exports.isQualified());
        assertThat(core.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrderElementsOf(expected)
                .noneMatch(name -> name.contains(".engine"));
        assertThat(core.opens()).isEmpty();
    }

    @Test
    void pureFunctionsUseNoNetworkFileClockRandomnessOrThread() {
        String[] pure = PURE.stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
        DescribedPredicate<JavaClass> outside = resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..", "javax..")
                // a mark: a policy's recipe can be sent to another machine
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "are the mark Serializable", type -> type.isEquivalentTo(Serializable.class))))
                .or(JavaClass.Predicates.assignableTo(Clock.class))
                .or(JavaClass.Predicates.assignableTo(RandomGenerator.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class));
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .dependOnClassesThat(outside)
                .because("equal input gives equal output")
                .check(PROJECT);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .because("time and random numbers are passed in")
                .check(PROJECT);
    }

    @Test
    void aPluginModuleExportsNoPublicTypesButItsPlugins() throws Exception {
        Set<String> exported = exportedByPlugins();
        assertThat(exported).contains(ROOT + ".connector.csv", ROOT + ".connector.hubspot", ROOT + ".store.jdbc");
        TreeMap<String, Set<String>> publicTypes = new TreeMap<>();
        PROJECT.stream()
                .filter(type -> resideInAnyPackage(
                                ROOT + ".connector..", ROOT + ".enricher..", ROOT + ".sink..", ROOT + ".store.jdbc..")
                        .test(type))
                .filter(type -> exported.contains(type.getPackageName()))
                // what the many stores of one process share; only talk-tenants calls it
                .filter(type -> !type.getPackageName().equals(ROOT + ".store.jdbc.keeper"))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .forEach(type -> publicTypes
                        .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSimpleName()));
        assertThat(publicTypes)
                .as("because learning one plugin is learning all")
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(publicTypes.values())
                .allSatisfy(names -> assertThat(names).isNotEmpty().allMatch(name -> name.endsWith("Plugin")));
    }

    @Test
    void theHttpToolkitUsesTheCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".connector..",
                        ROOT + ".enricher..",
                        ROOT + ".sink..",
                        ROOT + ".store..",
                        ROOT + ".engine..",
                        ROOT + ".testkit..",
                        ROOT + ".simulators..")
                .because("it is for connectors that nobody has written yet")
                .check(PROJECT);
    }

    @Test
    void nothingOutsideTheCoreUsesTheEngine() {
        noClasses()
                .that(DescribedPredicate.not(
                        DescribedPredicate.describe("are in talk-core", type -> CORE.contain(type.getName()))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".engine..")
                .because("the engine is not exported")
                .check(PROJECT);
    }

    @Test
    void theConsoleUsesThePublicApiAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".engine..",
                        ROOT + ".merge..",
                        ROOT + ".store.jdbc..",
                        ROOT + ".connector..",
                        ROOT + ".sink..",
                        ROOT + ".cli..")
                .because("what the console does, any host can do")
                .check(PROJECT);
    }

    @Test
    void theTestkitUsesNoSimulators() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".simulators..", "graphql..", "com.fasterxml..")
                .because("the author of a connector gets no library that only simulated systems need")
                .check(PROJECT);
    }

    @Test
    void onlyTheHttpToolkitUsesTheHttpClient() {
        noClasses()
                .that()
                // the world of a contract test is a user with a client of his own
                .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".simulators..", ROOT + ".testkit.json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .because("deadlines, quotas and retries are kept in one place")
                .check(PROJECT);
    }

    @Test
    void noPluginUsesAnother() {
        slices().matching(ROOT + ".(connector|enricher|sink|store).(*)..")
                .namingSlices("$1 $2")
                .should()
                .notDependOnEachOther()
                .because("a plugin is added or left out alone")
                .check(PROJECT);
    }

    @Test
    @Tag("R36")
    void onlyTheCommandLineWritesToStandardOutput() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage(ROOT + ".cli.."))
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".examples.."))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("standard output belongs to the host")
                .check(PROJECT);
    }

    @Test
    @Tag("R36")
    void onlyTheEngineAndTheCommandLineStartThreads() {
        noClasses()
                .that()
                // java.net.http needs threads; the toolkit's end with the connection
                .resideOutsideOfPackages(
                        packageOf("engine.run"),
                        packageOf("engine.event"),
                        ROOT + ".http..",
                        // the console's server is a host of its own
                        ROOT + ".console",
                        ROOT + ".cli..",
                        // a worker is a host of many; its threads end with it
                        ROOT + ".tenants..",
                        ROOT + ".testkit..",
                        ROOT + ".simulators..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .because("the engine owns the threads, and a plugin leaves none behind")
                .check(PROJECT);
    }

    @Test
    void serviceLoaderCanMakeEveryPlugin() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Plugin")
                .and()
                .areNotInterfaces()
                .and()
                .resideInAnyPackage(
                        ROOT + ".connector..", ROOT + ".enricher..", ROOT + ".sink..", ROOT + ".store.jdbc..")
                .should()
                .bePublic()
                .andShould()
                .haveOnlyFinalFields()
                .because("any host makes a plugin, any number of times")
                .check(PROJECT);
    }

    private static Set<String> exportedByPlugins() throws URISyntaxException {
        Set<Path> modules = new TreeSet<>();
        for (JavaClass type : PROJECT) {
            if (type.isTopLevelClass() && type.getSimpleName().endsWith("Plugin")) {
                modules.add(locationOf(type.reflect()));
            }
        }
        Set<String> exported = new TreeSet<>();
        ModuleFinder.of(modules.toArray(Path[]::new))
                .findAll()
                .forEach(module -> module.descriptor().exports().forEach(exports -> exported.add(exports.source())));
        return exported;
    }

    private static Path locationOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String packageOf(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }
}
