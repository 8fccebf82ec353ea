package dev.advect.cluster;

import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Failure;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.ranks.LostRankException;
import dev.advect.ranks.RankListener;
import dev.advect.ranks.Ranks;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import dev.advect.train.Trainer;
import dev.advect.train.TrainingFollower;
import org.apache.spark.BarrierTaskContext;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The task of Spark that takes part in a run as one of its workers. All workers of a run start together (a barrier stage),
 * and if one is lost, all end; the driver then starts them again.
 *
 * <p>A failure that a repetition would not cure is a result. As the other workers only notice a lost connection, it is
 * written to {@link RankFiles} before the connection is closed.
 */
final class RankTask extends AbstractFunction1<Iterator<String>, Iterator<String>> implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * The run as the driver describes it to all workers.
     *
     * @param build the build of advect that sent it, see {@link Build}
     * @param folder the run's folder, absolute
     * @param mark the content of the folder's file {@value RunTask#MARK}
     * @param config the configuration as YAML
     * @param key the key by which the workers recognise each other, in hexadecimal digits
     * @param seconds the time limit of every exchange
     * @param resume whether the run continues from its last checkpoint
     * @param again whether an attempt of this driver has failed before
     */
    record Order(String build, String folder, String mark, String config, String key, long seconds, boolean resume, boolean again) {}

    /**
     * The introduction of a worker to all others, before they connect.
     *
     * @param port the port at which it waits for the workers of higher rank
     * @param problem why this worker cannot take part; null if it can
     */
    record Greeting(String host, int port, @Nullable String problem) {
        InetSocketAddress address() {
            return new InetSocketAddress(host, port);
        }
    }

    @Override
    public Iterator<String> apply(Iterator<String> orders) {
        Executors.prepare();
        BarrierTaskContext context = BarrierTaskContext.get();
        Outcome outcome = execute(Wire.parse(orders.next(), Order.class), context, context.partitionId());
        return CollectionConverters.asScala(List.of(Wire.text(outcome)).iterator());
    }

    private static Outcome execute(Order order, BarrierTaskContext context, int rank) {
        String address = context.getTaskInfos()[rank].address();
        String host = address.substring(0, address.lastIndexOf(':'));
        String problem = problem(order);
        try (RankListener listener = RankListener.open(host)) {
            List<Greeting> all = greet(context, new Greeting(host, listener.port(), problem));
            for (Greeting other : all) {
                if (other.problem() != null) {
                    return Outcome.failed(other.host() + ": " + other.problem());
                }
            }
            try (Ranks ranks = Ranks.of(listener.connect(rank, all.stream().map(Greeting::address).toList(),
                    HexFormat.of().parseHex(order.key()), order.seconds()))) {
                return train(order, ranks, host);
            }
        } catch (IOException e) {
            throw new LostRankException(String.valueOf(e.getMessage()), e); // the others must not wait for this one
        }
    }

    private static List<Greeting> greet(BarrierTaskContext context, Greeting mine) {
        return Arrays.stream(context.allGather(Wire.text(mine))).map(text -> Wire.parse(text, Greeting.class)).toList();
    }

    /** Why this machine cannot take part; null if it can. */
    private static @Nullable String problem(Order order) {
        try {
            Build.requireSame(order.build());
            RunTask.requireSharedFolder(order.folder(), order.mark(), "the run's folder");
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static Outcome train(Order order, Ranks ranks, String host) {
        RankFiles files = new RankFiles(Path.of(order.folder()));
        try {
            RunConfig config = ConfigYaml.read(order.config(), "the run");
            EnvFactory factory = Environments.get(config.env()).factory();
            if (ranks.rank() > 0) {
                TrainingFollower.follow(config, factory, ranks, Path.of(order.folder()));
            } else {
                lead(order, config, factory, ranks, files);
            }
            return Outcome.ended(null);
        } catch (LostRankException e) {
            throw e;
        } catch (RunException e) {
            if (order.again()) { // the worker that is lost still holds the folder
                throw new LostRankException(String.valueOf(e.getMessage()), e);
            }
            return files.failed(new Outcome(null, Failure.of(e), e.getMessage()));
        } catch (EnvException | IOException | InvalidValueException e) {
            return files.failed(Outcome.failed(host, e));
        } catch (RuntimeException | Error e) {
            files.failed(Outcome.failed(host + ": unexpected " + e));
            throw e;
        }
    }

    private static void lead(Order order, RunConfig config, EnvFactory factory, Ranks ranks, RankFiles files) throws IOException {
        RunDirectory directory = RunDirectory.open(Path.of(order.folder()));
        RankEvents.Writer events = new RankEvents.Writer(files);
        try (Trainer trainer = order.resume()
                ? Trainer.resume(config, factory, directory, events, ranks)
                : Trainer.begin(config, factory, directory, events, ranks)) {
            events.stopBy(trainer::stop);
            trainer.run();
        }
    }
}
