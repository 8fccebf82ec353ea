package dev.advect.app;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.advect.mujoco.MujocoException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Which room may use which; the cluster, which is built only when it is asked for, has a rule of its own. */
class ArchitectureTest {
    /** One line for each room: its name, and the other rooms that it may use. */
    private static final String ROOMS = """
            mujoco,
            config,
            io,
            random,
            plot, io
            ranks,
            env, config io random ranks
            nn.torch,
            nn.vector, nn.torch
            nn, config io ranks
            flow, config nn random
            runtime,
            policy, config nn flow io runtime
            export, config policy nn io runtime
            learner, config env io nn policy
            onpolicy, config data env nn policy flow io learner random ranks
            data, config env io
            offpolicy, config data env nn policy flow io learner random ranks runtime
            train, config data env nn policy flow io learner plot random ranks onpolicy offpolicy
            envs, config data env io mujoco random
            experiments, config data env envs export flow io learner nn offpolicy onpolicy plot policy random runtime train
            view, config data env envs flow io learner mujoco nn plot policy random runtime train
            app, config data env envs experiments export flow io learner mujoco nn offpolicy onpolicy plot policy random ranks runtime train view
            """;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.advect");

    @ParameterizedTest
    @CsvSource(textBlock = ROOMS)
    void room_usesOnlyTheseRooms(String room, @Nullable String others) {
        String[] allowed = Stream.concat(
                        Stream.of(room),
                        others == null ? Stream.empty() : Arrays.stream(others.split(" ", -1)))
                .map(name -> "dev.advect." + name + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> forbidden =
                resideInAnyPackage("dev.advect..").and(resideOutsideOfPackages(allowed));

        noClasses().that().resideInAPackage("dev.advect." + room + "..")
                .should().dependOnClassesThat(forbidden)
                .check(CLASSES);
    }

    @Test
    void libtorch_isTouchedByTheseOnly() {
        noClasses().that().resideOutsideOfPackages(
                        "dev.advect.nn..", "dev.advect.flow", "dev.advect.policy", "dev.advect.onpolicy..", "dev.advect.offpolicy..")
                .should().dependOnClassesThat().resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void rooms_areAllNamedAbove() {
        List<String> named = ROOMS.lines().map(row -> row.replaceFirst(",.*", "")).toList();

        assertThat(named).containsAll(rooms("dev.advect"));
    }

    /** The packages directly in a package, which may have others in them. */
    private static SortedSet<String> rooms(String parent) {
        return CLASSES.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(parent + "."))
                .map(name -> name.substring(parent.length() + 1).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The rooms beside each other know what they share, and nothing of one another. What is shared uses only what is named after
     * it: most studies of {@code experiments} are grids of runs.
     */
    @ParameterizedTest
    @CsvSource({"onpolicy,", "offpolicy,", "envs, algebra", "experiments, grid runs"})
    void roomsBesideEachOther_shareOnlyWhatIsNamed(String name, @Nullable String sharedRooms) {
        String parent = "dev.advect." + name;
        List<String> shared = sharedRooms == null ? List.of() : List.of(sharedRooms.split(" ", -1));
        Set<String> rooms = rooms(parent);
        assertThat(rooms).hasSizeGreaterThan(2).containsAll(shared);
        for (String room : rooms) {
            List<String> usable = shared.subList(shared.indexOf(room) + 1, shared.size());
            DescribedPredicate<JavaClass> siblings = resideInAPackage(parent + ".*..").and(resideOutsideOfPackages(
                    Stream.concat(Stream.of(room), usable.stream()).map(one -> parent + "." + one + "..").toArray(String[]::new)));
            noClasses().that().resideInAPackage(parent + "." + room + "..")
                    .should().dependOnClassesThat(siblings).check(CLASSES);
        }
    }

    @Test
    void runtime_needsNothingButTheJdk() {
        noClasses().that().resideInAPackage("dev.advect.runtime..")
                .should().dependOnClassesThat().resideOutsideOfPackages(
                        "dev.advect.runtime..", "java..", "jdk.incubator.vector..", "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void picturesAndCommandLines_stayWhereTheyBelong() {
        noClasses().that().resideOutsideOfPackage("dev.advect.plot").should()
                .dependOnClassesThat().resideInAPackage("org.knowm..").check(CLASSES);
        noClasses().that().resideOutsideOfPackages("dev.advect.plot", "dev.advect.view..").should()
                .dependOnClassesThat().resideInAPackage("java.awt..").check(CLASSES);
        noClasses().that().resideOutsideOfPackage("dev.advect.app..").should()
                .dependOnClassesThat().resideInAPackage("picocli..").check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        // what finds the library throws the exception that users of the library see
        slices().matching("dev.advect.(**)").should().beFreeOfCycles()
                .ignoreDependency(resideInAnyPackage("dev.advect.mujoco.library", "dev.advect.mujoco.layout"),
                        type(MujocoException.class))
                .check(CLASSES);
    }
}
