package io.sesam.talk.tests.world;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packages of the simulated world, which ArchitectureTest does not see. */
@Tag("slow")
final class WorldArchitectureTest {
    private static final String ROOT = "io.sesam.talk.tests.world";

    private static final JavaClasses WORLD = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theChecksSeeEveryPackage() {
        Set<String> seen = new TreeSet<>();
        WORLD.forEach(type -> seen.add(type.getPackageName()));
        assertThat(seen).containsExactly(ROOT, ROOT + ".boundary", ROOT + ".cloud", ROOT + ".play", ROOT + ".script");
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(WORLD);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("a cycle of packages can only be understood as a whole")
                .check(WORLD);
    }

    @Test
    void theSimulatedWorldUsesNoNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net..")
                .because("nothing in it is outside this process")
                .check(WORLD);
    }
}
