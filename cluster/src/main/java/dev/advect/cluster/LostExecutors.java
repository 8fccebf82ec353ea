package dev.advect.cluster;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A listener that notices when executors are lost: those on which runs may have been, and those which end before they have
 * reported to the driver. Spark replaces the latter for ever, as it takes the reason to be theirs alone.
 */
final class LostExecutors extends SparkListener {
    /** The number of executors in a row that have to fail at their start before the cluster is given up. */
    private static final int ATTEMPTS = 8;

    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> warnings = _ -> {};
    private volatile int failedStarts;
    private volatile String reason = "";
    private volatile boolean ended;

    /** Begins to listen. */
    static LostExecutors of(SparkContext spark) {
        LostExecutors listener = new LostExecutors();
        spark.addSparkListener(listener);
        listener.begun.addAll(CollectionConverters.asJava(spark.getExecutorIds())); // those that were faster
        return listener;
    }

    /** Warns from now on of executors that are lost with the runs on them. */
    void tell(Consumer<String> to) {
        warnings = to;
    }

    /** Why none of the cluster's executors begins, as Spark says it; null while that is not certain. */
    @Nullable String failure() {
        return failedStarts < ATTEMPTS ? null : reason;
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded added) {
        begun.add(added.executorId());
        failedStarts = 0;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Spark calls a listener from one thread
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        reason = removed.reason().strip().lines().findFirst().orElse("unknown why");
        if (!begun.remove(removed.executorId())) {
            failedStarts++;
        } else if (!ended) {
            warnings.accept("warning: executor " + removed.executorId() + " is lost (" + reason
                    + "); its runs continue from their last checkpoints on another one");
        }
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
        ended = true;
    }
}
