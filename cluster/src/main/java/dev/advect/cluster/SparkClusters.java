package dev.advect.cluster;

import dev.advect.app.console.LogSetup;
import dev.advect.experiments.runs.ClusterService;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.train.Evaluation;
import dev.advect.train.TrainListener;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The connection to clusters by Apache Spark. */
public final class SparkClusters implements ClusterService {
    /** Creates the service. */
    public SparkClusters() {}

    @Override
    public RunExecutor connect(Request request) throws IOException {
        MasterUrl master = new MasterUrl(request.master());
        return SparkRuns.connect(master, request);
    }

    @Override
    public @Nullable Evaluation train(Training training, TrainListener listener, Consumer<Runnable> stopper) throws IOException {
        MasterUrl master = new MasterUrl(training.master());
        return SparkTraining.run(master, training, listener, stopper);
    }

    @Override
    public void serveMaster(String host, int port, Consumer<String> ready) throws IOException {
        try (ServerSocket socket = new ServerSocket()) { // Spark would take another port by itself
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IOException(host + ":" + port + " cannot be used (" + e.getMessage() + "): choose --host or --port", e);
        }
        prepareServer();
        ready.accept("spark://" + host + ":" + port);
        Master.main(new String[] {"--host", host, "--port", Integer.toString(port), "--webui-port", Integer.toString(port + 1)});
    }

    @Override
    public void serveWorker(String master, String host, int cores, String memory, Path folder) throws IOException {
        StandaloneMaster.requireTaken(new MasterUrl(master));
        prepareServer();
        Worker.main(new String[] {"--host", host, "--cores", Integer.toString(cores), "--memory", memory, "--work-dir",
            folder.toAbsolutePath().toString(), "--webui-port", "0", master});
    }

    /**
     * Hands the secret, if there is one, to a process of Spark, which takes its settings from system properties, and turns off
     * the port by which Spark takes jobs from anyone without asking for the secret.
     */
    private static void prepareServer() {
        LogSetup.server();
        System.setProperty("spark.master.rest.enabled", "false");
        System.setProperty("spark.ui.killEnabled", "false");
        SparkConf conf = new SparkConf(false);
        SparkSettings.secureByEnvironment(conf);
        for (scala.Tuple2<String, String> entry : conf.getAll()) {
            System.setProperty(entry._1(), entry._2());
        }
    }
}
