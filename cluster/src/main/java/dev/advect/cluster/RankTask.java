package dev.advect.cluster;

import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.ranks.LostRankException;
import dev.advect.ranks.Ranks;
import dev.advect.train.ConfigException;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import dev.advect.train.Trainer;
import dev.advect.train.TrainingFollower;
import org.apache.spark.BarrierTaskContext;
import org.bytedeco.pytorch.TCPStore;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
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
     * @param seconds the time limit of every exchange
     * @param resume whether the run continues from its last checkpoint
     * @param again whether an attempt of this driver has failed before
     */
    record Order(String build, String folder, String mark, String config, long seconds, boolean resume, boolean again) {}

    /**
     * The introduction of a worker to all others, before they connect.
     *
     * @param port the port by which they find each other, of rank 0
     * @param problem why this worker cannot take part; null if it can
     */
    record Greeting(String host, int port, @Nullable String problem) {}

    @Override
    public Iterator<String> apply(Iterator<String> orders) {
        BarrierTaskContext context = BarrierTaskContext.get();
        Outcome outcome = execute(Wire.parse(orders.next(), Order.class), context, context.partitionId(), context.numPartitions());
        return CollectionConverters.asScala(List.of(Wire.text(outcome)).iterator());
    }

    private static Outcome execute(Order order, BarrierTaskContext context, int rank, int size) {
        String address = context.getTaskInfos()[rank].address();
        String host = address.substring(0, address.lastIndexOf(':'));
        String problem = problem(order);
        TCPStore store = rank == 0 && size > 1 && problem == null ? GlooExchange.store() : null;
        Greeting[] all = greet(context, new Greeting(host, store == null ? 0 : GlooExchange.port(store), problem));
        for (Greeting other : all) {
            if (other.problem() != null) {
                return Outcome.failed(other.host() + ": " + other.problem());
            }
        }
        try (Ranks ranks = size == 1 ? Ranks.alone() : Ranks.of(store != null
                ? GlooExchange.lead(store, size, host, order.seconds())
                : GlooExchange.join(all[0].host(), all[0].port(), rank, size, host, order.seconds()))) {
            return train(order, ranks, host);
        }
    }

    private static Greeting[] greet(BarrierTaskContext context, Greeting mine) {
        String[] texts = context.allGather(Wire.text(mine));
        Greeting[] all = new Greeting[texts.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = Wire.parse(texts[i], Greeting.class);
        }
        return all;
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
                TrainingFollower.follow(config, factory, ranks);
            } else {
                lead(order, config, factory, ranks, files);
            }
            return new Outcome(null, null, false);
        } catch (LostRankException e) {
            throw e;
        } catch (RunException e) {
            if (order.again()) { // the worker that is lost still holds the folder
                throw new LostRankException(String.valueOf(e.getMessage()), e);
            }
            return files.failed(new Outcome(null, e.getMessage(), false));
        } catch (EnvException e) {
            return files.failed(new Outcome(null, host + ": " + e.getMessage(), true));
        } catch (IOException | ConfigException | InvalidValueException e) {
            return files.failed(Outcome.failed(host + ": " + e.getMessage()));
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
