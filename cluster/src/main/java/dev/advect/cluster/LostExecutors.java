package dev.advect.cluster;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

import java.util.function.Consumer;

/** A listener that says when an executor is lost. */
final class LostExecutors extends SparkListener {
    private final Consumer<String> warnings;
    private volatile boolean ended;

    LostExecutors(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        if (!ended) {
            warnings.accept("warning: executor " + removed.executorId() + " is lost ("
                    + removed.reason().strip().lines().findFirst().orElse("unknown why")
                    + "); its runs continue from their last checkpoints on another one");
        }
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
        ended = true;
    }
}
