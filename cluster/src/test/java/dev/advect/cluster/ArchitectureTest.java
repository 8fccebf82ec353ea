package dev.advect.cluster;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Which rooms this one may use; the others' rules are beside the tests of the command line, and none of them may use this one. */
class ArchitectureTest {
    @Test
    void cluster_usesOnlyTheseRooms() {
        noClasses().that().resideInAPackage("dev.advect.cluster..")
                .should().dependOnClassesThat(resideInAnyPackage("dev.advect..").and(resideOutsideOfPackages(
                        "dev.advect.cluster..", "dev.advect.app..", "dev.advect.config..", "dev.advect.data..", "dev.advect.env..",
                        "dev.advect.envs..", "dev.advect.experiments..", "dev.advect.io..", "dev.advect.mujoco..", "dev.advect.ranks..",
                        "dev.advect.runtime..", "dev.advect.train..")))
                .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.advect.cluster"));
    }
}
