package io.sesam.talk.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The plan of the house, held against what was built. */
final class HouseTest {
    private static final String ROOT = "io.sesam.talk";

    /** The rooms of talk-core, from the ground up; a room looks only at lower floors. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("model", "error"),
            Set.of("policy"),
            Set.of("normalize", "match", "merge", "spi"),
            Set.of("store", "diff"),
            Set.of("resolve", "plan", "enrich"),
            Set.of("write"),
            Set.of("sync"),
            Set.of(""));

    private static final Set<String> DEAF =
            Set.of("model", "policy", "normalize", "match", "merge", "resolve", "diff", "plan", "enrich", "write");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theCheckSeesTheWholeHouse() {
        assertThat(HOUSE).hasSizeGreaterThan(200);
        Set<String> seen = new TreeSet<>();
        HOUSE.forEach(type -> seen.add(type.getPackageName()));
        FLOORS.forEach(floor -> floor.forEach(room -> assertThat(seen).contains(packageOf(room))));
        assertThat(seen)
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
                        ROOT + ".cli");
    }

    @TestFactory
    List<DynamicTest> everyRoomLooksOnlyAtLowerFloors() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String room : FLOORS.get(floor)) {
                String[] forbidden = notBelow(floor, room);
                tests.add(DynamicTest.dynamicTest(
                        packageOf(room),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(packageOf(room))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden)
                                .because("one may read a room without reading those above it")
                                .check(HOUSE)));
            }
        }
        return tests;
    }

    private static String[] notBelow(int floor, String room) {
        return FLOORS.subList(floor, FLOORS.size()).stream()
                .flatMap(Set::stream)
                .filter(other -> !other.equals(room))
                .map(HouseTest::packageOf)
                .toArray(String[]::new);
    }

    @Test
    void noPackagesGoRoundInACircle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("what goes in a circle can only be understood as a whole")
                .check(HOUSE);
    }

    @Test
    void deafRoomsKnowNoNetworkNoFilesNoClockAndNoDice() {
        String[] deaf = DEAF.stream().map(HouseTest::packageOf).toArray(String[]::new);
        DescribedPredicate<JavaClass> noise = resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..", "javax..")
                .or(JavaClass.Predicates.assignableTo(Clock.class))
                .or(JavaClass.Predicates.assignableTo(RandomGenerator.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class));
        noClasses()
                .that()
                .resideInAnyPackage(deaf)
                .should()
                .dependOnClassesThat(noise)
                .because("the same question must always get the same answer")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage(deaf)
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
                .because("time and chance come in by the door")
                .check(HOUSE);
    }

    @Test
    void aPluginModuleHasNoPublicTypesButItsPlugins() {
        TreeMap<String, Set<String>> doors = new TreeMap<>();
        HOUSE.stream()
                .filter(type -> resideInAnyPackage(
                                ROOT + ".connector..", ROOT + ".enricher..", ROOT + ".sink..", ROOT + ".store.jdbc..")
                        .test(type))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .forEach(type -> doors.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSimpleName()));
        assertThat(doors).as("because learning one plugin is learning all").hasSizeGreaterThanOrEqualTo(3);
        assertThat(doors.values())
                .allSatisfy(names -> assertThat(names).isNotEmpty().allMatch(name -> name.endsWith("Plugin")));
    }

    @Test
    void theToolkitKnowsTheCoreAlone() {
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
                        ROOT + ".sync..",
                        ROOT + ".testkit..",
                        ROOT + ".simulators..")
                .because("it is for connectors that nobody has written yet")
                .check(HOUSE);
    }

    @Test
    void theTestkitKnowsNoSimulators() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".simulators..", "graphql..", "com.fasterxml..")
                .because("the author of a connector gets no library that only simulated systems need")
                .check(HOUSE);
    }

    @Test
    void onlyTheToolkitSpeaksHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".simulators..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .because("deadlines, quotas and honest answers are kept in one place")
                .check(HOUSE);
    }

    @Test
    void noPluginKnowsAnother() {
        slices().matching(ROOT + ".(connector|enricher|sink|store).(*)..")
                .namingSlices("$1 $2")
                .should()
                .notDependOnEachOther()
                .because("a plugin is added or left out alone")
                .check(HOUSE);
    }

    @Test
    @Tag("R36")
    void nobodyButTheCommandLineSpeaksToStandardOutput() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage(ROOT + ".cli.."))
                        .and(DescribedPredicate.not(resideInAPackage(ROOT + ".examples.."))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("standard output belongs to the host")
                .check(HOUSE);
    }

    @Test
    @Tag("R36")
    void onlyTheSyncRoomAndTheCommandLineHaveThreads() {
        noClasses()
                .that()
                // java.net.http works on threads; the toolkit lends it some that end with the connection
                .resideOutsideOfPackages(
                        packageOf("sync"),
                        ROOT + ".http..",
                        ROOT + ".cli..",
                        ROOT + ".testkit..",
                        ROOT + ".simulators..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .because("the engine owns threads, and a guest leaves none behind")
                .check(HOUSE);
    }

    @Test
    void everyPluginIsADoorThatServiceLoaderCanOpen() {
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
                .because("a plugin is made by anybody, any number of times")
                .check(HOUSE);
    }

    private static String packageOf(String room) {
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }
}
