package dev.advect.examples;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** What CONTRIBUTING.md calls API is enough to write the examples. */
class ApiTest {
    private static final String[] API = {
        "dev.advect.runtime", "dev.advect.env", "dev.advect.train", "dev.advect.mujoco", "dev.advect.envs..", "dev.advect.examples",
    };

    @Test
    void examples_useNothingElse() {
        DescribedPredicate<JavaClass> internal = resideInAPackage("dev.advect..")
                .and(resideOutsideOfPackages(API))
                .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(dev.advect.policy.Actor.class)));

        noClasses().should().dependOnClassesThat(internal).check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.advect.examples"));
    }

    @Test
    void contributing_listsThem() throws IOException {
        String text = Files.readString(Path.of("../CONTRIBUTING.md"));

        for (String name : API) {
            if (!name.endsWith(".examples")) {
                assertThat(text).contains("`" + name.replace("..", "") + "`");
            }
        }
    }
}
