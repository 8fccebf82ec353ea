package dev.advect.cluster;

import dev.advect.app.console.LogSetup;
import dev.advect.data.DemonstrationFile;
import dev.advect.envs.user.UserClasses;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The settings with which Spark is used. Each can be overridden by a system property of its name, in
 * {@code ADVECT_JAVA_OPTS} for instance: {@code -Dspark.executor.memory=4g}.
 */
final class SparkSettings {
    /** The environment variable with the secret of the cluster. */
    static final String SECRET = "ADVECT_CLUSTER_SECRET";

    /** The options with which executors are started: those of every JVM of advect, and the log. */
    private static final List<String> JVM_FLAGS = List.of("--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true",
            "-XX:+UseSerialGC", "-D" + LogSetup.EXECUTOR + "=true");

    private SparkSettings() {}

    /**
     * @param cores the number of cores of each run
     * @param folder the folder of all runs
     */
    static SparkConf of(MasterUrl master, int cores, Path folder) {
        SparkConf conf = new SparkConf()
                .setMaster(master.url())
                .setAppName("advect " + folder.getFileName())
                .set("spark.task.cpus", Integer.toString(cores));
        conf.setIfMissing("spark.executor.cores", Integer.toString(cores));
        conf.setIfMissing("spark.executor.memory", master.memory(cores) > 0 ? master.memory(cores) + "m" : "2g");
        if (master.isThisMachine()) {
            // elsewhere paths may differ: workers know their own jars
            conf.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        }
        conf.setIfMissing("spark.executor.extraJavaOptions", String.join(" ", JVM_FLAGS));
        // a run that loses its executors again and again is given up in the end
        conf.setIfMissing("spark.task.maxFailures", "8");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        conf.setIfMissing("spark.executorEnv.MALLOC_ARENA_MAX", "2");
        conf.setIfMissing("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
        for (String variable : List.of("ADVECT_MUJOCO", "ADVECT_PYTHON")) {
            pass(conf, variable, System.getenv(variable));
        }
        pass(conf, UserClasses.VARIABLE, UserClasses.path(System.getenv()).stream().map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        pass(conf, DemonstrationFile.DIRECTORY, System.getProperty("user.dir"));
        secureByEnvironment(conf);
        return conf;
    }

    /** Whether the environment has a secret. */
    static boolean hasSecret() {
        return !Objects.requireNonNullElse(System.getenv(SECRET), "").isEmpty();
    }

    /** Turns on authentication and encryption of all connections if the environment has a secret. */
    static void secureByEnvironment(SparkConf conf) {
        if (hasSecret()) {
            conf.set("spark.authenticate", "true")
                    .set("spark.authenticate.secret", System.getenv(SECRET))
                    .set("spark.network.crypto.enabled", "true")
                    .set("spark.network.crypto.saslFallback", "false");
        }
    }

    private static void pass(SparkConf conf, String variable, @Nullable String value) {
        if (value != null) {
            conf.setIfMissing("spark.executorEnv." + variable, value);
        }
    }
}
