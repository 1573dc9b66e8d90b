package io.sesam.talk.tests.world;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages of the simulated world follow the architecture rules; HouseTest does not see this module. */
final class PlanOfTheWorldTest {
    private static final String ROOT = "io.sesam.talk.tests.world";

    private static final JavaClasses WORLD = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theCheckSeesTheWholeWorld() {
        Set<String> seen = new TreeSet<>();
        WORLD.forEach(type -> seen.add(type.getPackageName()));
        assertThat(seen).containsExactly(ROOT, ROOT + ".boundary", ROOT + ".cloud", ROOT + ".play", ROOT + ".script");
    }

    @Test
    void noPackagesGoRoundInACircle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(WORLD);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .because("what goes in a circle can only be understood as a whole")
                .check(WORLD);
    }

    @Test
    void theWorldIsDeaf() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net..")
                .because("nothing in it is real")
                .check(WORLD);
    }
}
