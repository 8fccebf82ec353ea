package dev.advect.cluster;

import dev.advect.app.console.Text;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The driver's connection to a cluster. Spark ends all executors as soon as the process begins to end; on Ctrl-C it is made
 * to wait until this object is closed, so that runs are saved before.
 */
final class SparkConnection implements AutoCloseable {
    /** The seconds after which a cluster without room is worth a warning. */
    private static final int PATIENCE = 10;
    /** Longer than anyone waits: a second Ctrl-C ends the process at once. */
    private static final int DAYS = 30;

    private final MasterUrl master;
    private final JavaSparkContext spark;
    private final @Nullable URI page;
    private final Consumer<String> warnings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean checked = new AtomicBoolean();
    private final LostExecutors executors;
    private final long openedAt = System.nanoTime();

    private SparkConnection(MasterUrl master, JavaSparkContext spark, @Nullable URI page, Consumer<String> warnings) {
        this.master = master;
        this.spark = spark;
        this.page = page;
        this.warnings = warnings;
        executors = LostExecutors.of(spark.sc());
        ShutdownHookManager.get().addShutdownHook(this::awaitClosed, Integer.MAX_VALUE, DAYS, TimeUnit.DAYS);
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Connects to a cluster.
     *
     * @param warnings receives what the user should know, one line each
     * @throws IOException if it cannot be reached or refuses; the message is one line
     */
    static SparkConnection open(MasterUrl master, SparkConf settings, Consumer<String> warnings) throws IOException {
        URI page = master.isStandalone() ? StandaloneMaster.requireTaken(master) : null;
        JavaSparkContext spark;
        try {
            spark = new JavaSparkContext(settings);
        } catch (RuntimeException e) {
            throw StandaloneMaster.refused(master, e);
        }
        // without an answer Spark goes on by itself for a moment, with a name that no master has given
        if (master.isStandalone() && spark.sc().applicationId().startsWith("spark-application")) {
            spark.close();
            throw StandaloneMaster.refused(master, null);
        }
        return new SparkConnection(master, spark, page, warnings);
    }

    JavaSparkContext spark() {
        return spark;
    }

    /** Warns from now on when an executor is lost. */
    void warnOfLostExecutors() {
        executors.tell(warnings);
    }

    /** Whether the cluster has given an executor, or needs none. */
    boolean hasExecutor() {
        return master.isThisProcess() || spark.statusTracker().getExecutorInfos().length > 1; // one is the driver
    }

    /**
     * The number of runs for which the cluster has room, or has given it already. Spark's own number is that of the executors that
     * have begun by now, which are none yet.
     *
     * @param cores the number of cores of each run
     */
    int room(int cores) {
        if (page == null) {
            return master.executors(cores);
        }
        try {
            return Offer.ask(page, spark.sc().applicationId()).room(cores);
        } catch (IOException e) { // no web page that can be reached from here
            return spark.defaultParallelism() / cores;
        }
    }

    /**
     * Checks that the cluster is still there and that its executors begin, and warns once if it has no room after a while.
     *
     * @param needed the number of executors without which nothing can begin
     */
    void check(int needed) throws IOException {
        if (spark.sc().isStopped()) {
            throw lost(null);
        }
        String failure = executors.failure();
        if (failure != null) {
            throw new IOException("the executors of " + master.url() + " end as soon as they start (" + failure
                    + "): do its workers have a JDK 25 or later? What an executor said is in its stderr, in the worker's folder of logs");
        }
        if (page != null && System.nanoTime() - openedAt > PATIENCE * 1e9 && checked.compareAndSet(false, true)) {
            warnIfShort(page, needed);
        }
    }

    private void warnIfShort(URI page, int needed) {
        SparkConf conf = spark.getConf();
        int cores = conf.getInt("spark.executor.cores", 1);
        try {
            Offer offer = Offer.ask(page, spark.sc().applicationId());
            if (offer.granted() < cores * needed) {
                warnings.accept("warning: " + master.url() + " has no room for " + Text.format("%d × (%s and %d MB)", needed,
                        cores == 1 ? "1 core" : cores + " cores", conf.getSizeAsMb("spark.executor.memory", "1g"))
                        + ": " + offer.free() + "; waiting for more workers");
            }
        } catch (IOException e) { // no web page that can be reached from here
            if (!hasExecutor()) {
                warnings.accept("warning: " + master.url() + " has given no executor yet: are there workers with " + cores
                        + " free cores and enough memory? Its web page shows them; the runs wait");
            }
        }
    }

    /** Explains a failure that comes from what the executors were started with; null if it has another reason. */
    @Nullable String unfit(String message) {
        return UnfitExecutor.explain(message, master.url());
    }

    /** The failure of a cluster that ended before the work did. */
    IOException lost(@Nullable Exception why) {
        return new IOException("the cluster " + master.url() + " is lost; what was saved is kept", why);
    }

    @Override
    public void close() {
        spark.close();
        closed.countDown();
    }
}
