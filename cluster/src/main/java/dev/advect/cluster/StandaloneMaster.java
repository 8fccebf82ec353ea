package dev.advect.cluster;

import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.MasterMessages;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcEnv$;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag$;

import java.io.IOException;
import java.net.URI;

/**
 * The master of a standalone cluster, asked before anything else of Spark is started: Spark itself would try for minutes,
 * without a word, to reach one that has another secret.
 */
final class StandaloneMaster {
    private static final int ANSWER_SECONDS = 10;
    /** The name under which Spark's master answers. */
    private static final String ENDPOINT = "Master";

    private StandaloneMaster() {}

    /**
     * Checks that a master takes messages from this process, and returns the address of its web page.
     *
     * @throws IOException if it does not, with a message of one line
     */
    static URI requireTaken(MasterUrl master) throws IOException {
        master.requireReachable();
        RpcAddress address = RpcAddress.fromSparkURL(master.url());
        SparkConf conf = settings();
        RpcEnv env = RpcEnv$.MODULE$.create("advect", "localhost", 0, conf,
                new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE()), true);
        try {
            RpcEndpointRef endpoint = env.setupEndpointRef(address, ENDPOINT);
            MasterMessages.BoundPortsResponse ports = endpoint.askSync(MasterMessages.BoundPortsRequest$.MODULE$,
                    ClassTag$.MODULE$.apply(MasterMessages.BoundPortsResponse.class));
            return URI.create("http://" + address.host() + ":" + ports.webUIPort());
        } catch (Exception e) { // Scala's methods throw what they do not declare
            throw refused(master, e);
        } finally {
            env.shutdown();
        }
    }

    private static SparkConf settings() {
        String limit = ANSWER_SECONDS + "s";
        SparkConf conf = new SparkConf().set("spark.rpc.lookupTimeout", limit).set("spark.rpc.askTimeout", limit)
                .set("spark.network.auth.rpcTimeout", limit);
        SparkSettings.secureByEnvironment(conf);
        return conf;
    }

    /** The failure of a master that does not take this process. */
    static IOException refused(MasterUrl master, @Nullable Exception why) {
        String secret = SparkSettings.hasSecret() ? "is set here" : "is not set here";
        return new IOException(master.url() + " does not take this program: is it a master of Spark 4.2, with the same secret ("
                + SparkSettings.SECRET + " " + secret + ")?", why);
    }
}
