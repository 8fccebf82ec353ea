package dev.advect.cluster;

import dev.advect.config.InvalidValueException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a cluster, as Spark writes it.
 *
 * @param url {@code local[2]}, {@code local-cluster[2,1,2048]} or {@code spark://host:7077}
 */
record MasterUrl(String url) {
    /** A number of machines, cores or megabytes. */
    private static final String COUNT = "\\d{1,6}";
    private static final Pattern LOCAL = Pattern.compile("local\\[(" + COUNT + ")]");
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[(%1$s)\\s*,\\s*(%1$s)\\s*,\\s*(%1$s)]".formatted(COUNT));
    private static final Pattern STANDALONE = Pattern.compile("spark://([^/:,]+):(\\d{1,5})");
    private static final int TIMEOUT_MILLISECONDS = 3000;

    MasterUrl {
        if (!LOCAL.matcher(url).matches() && !LOCAL_CLUSTER.matcher(url).matches() && !STANDALONE.matcher(url).matches()) {
            throw new InvalidValueException("--cluster=" + url + " is no cluster: spark://HOST:PORT, "
                    + "local[CORES] or local-cluster[WORKERS,CORES,MEGABYTES] is needed");
        }
    }

    /** Whether the runs are threads of this process. */
    boolean isThisProcess() {
        return LOCAL.matcher(url).matches();
    }

    /** Whether the executors are processes of this machine, which end with this one. */
    boolean isThisMachine() {
        return LOCAL_CLUSTER.matcher(url).matches();
    }

    /** Whether the cluster has a master of Spark's own. */
    boolean isStandalone() {
        return STANDALONE.matcher(url).matches();
    }

    /**
     * The megabytes of memory of an executor, if the address says so, where executors share that of their place; 0 if not.
     *
     * @param cores the number of cores of an executor
     */
    int memory(int cores) {
        Matcher parts = LOCAL_CLUSTER.matcher(url);
        return parts.matches() ? Integer.parseInt(parts.group(3)) / Math.max(1, coresTogether() / cores) : 0;
    }

    /** The number of executors for which there is room, where the address says so; the largest number if not. */
    int executors(int cores) {
        Matcher parts = LOCAL_CLUSTER.matcher(url);
        int places = parts.matches() ? Integer.parseInt(parts.group(1)) : 1;
        return isStandalone() ? Integer.MAX_VALUE : Math.clamp((long) places * (coresTogether() / cores), 0, Integer.MAX_VALUE);
    }

    /** The number of cores in one place, where the address says so; the largest number if not. */
    int coresTogether() {
        Matcher local = LOCAL.matcher(url);
        if (local.matches()) {
            return Integer.parseInt(local.group(1));
        }
        Matcher parts = LOCAL_CLUSTER.matcher(url);
        return parts.matches() ? Integer.parseInt(parts.group(2)) : Integer.MAX_VALUE;
    }

    /** Throws an exception with one clear line if nothing answers at the address of a standalone cluster. */
    void requireReachable() throws IOException {
        Matcher parts = STANDALONE.matcher(url);
        if (!parts.matches()) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))), TIMEOUT_MILLISECONDS);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("no Spark master answers at " + url + " (" + e.getMessage()
                    + "): start one, see docs/guides/cluster.md, or correct the address", e);
        }
    }
}
