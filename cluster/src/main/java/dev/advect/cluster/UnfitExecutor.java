package dev.advect.cluster;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/** The reasons why no executor of a cluster can run a task of advect, which no repetition would cure. */
final class UnfitExecutor {
    private UnfitExecutor() {}

    /**
     * Explains a failure that comes from what executors were started with.
     *
     * @param message Spark's message, with the stack traces of the executor
     * @param master the address of the cluster
     * @return what is wrong and what to do, in one line; null if the failure has another reason
     */
    static @Nullable String explain(String message, String master) {
        if (message.contains("UnsupportedClassVersionError")) {
            return "the executors of " + master + " run on an older Java: start its workers with a JDK 25 or later (JAVA_HOME)";
        }
        // a task whose classes are unknown arrives as the form in which lambdas are sent
        if (Stream.of("ClassNotFoundException: dev.advect.", "NoClassDefFoundError: dev/advect/", "instance of java.lang.invoke.SerializedLambda")
                .anyMatch(message::contains)) {
            return "the executors of " + master + " do not find advect: say where its jars are on their machines, by "
                    + "-Dspark.executor.extraClassPath=FOLDER/target/launcher-cluster/spark/jars/* in ADVECT_JAVA_OPTS";
        }
        return null;
    }
}
