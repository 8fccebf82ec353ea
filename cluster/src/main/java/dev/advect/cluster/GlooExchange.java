package dev.advect.cluster;

import dev.advect.nn.torch.Torch;
import dev.advect.ranks.Exchange;
import dev.advect.ranks.LostRankException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/**
 * An exchange by Gloo, libtorch's library for messages between processes over TCP. Data is handed over as it is; Gloo adds
 * nothing, as its order of summation is its own.
 *
 * <p>A process that ends is noticed at once by all that wait for it, one that hangs after the time limit. The processes find
 * each other by a store of rank 0, which listens on all network interfaces and asks for no password.
 */
final class GlooExchange implements Exchange {
    /** The seconds in which all processes must have started and connected. */
    private static final long CONNECT = 180;

    private final int rank;
    private final int size;
    private final long seconds;
    private final TCPStore store;
    private final ProcessGroupGloo group;

    private GlooExchange(int rank, int size, long seconds, TCPStore store, ProcessGroupGloo group) {
        this.rank = rank;
        this.size = size;
        this.seconds = seconds;
        this.store = store;
        this.group = group;
    }

    /** Opens the store by which the processes find each other, on rank 0. */
    static TCPStore store() {
        return store("127.0.0.1", 0, true);
    }

    /** The port of a store. */
    static int port(TCPStore store) {
        return store.getPort() & 0xffff;
    }

    private static TCPStore store(String host, int port, boolean server) {
        Torch.load();
        try (PointerScope _ = new PointerScope()) {
            TCPStore store = new TCPStore(host, new TCPStoreOptions().port((short) port).isServer(server).waitWorkers(false)
                    .timeout(new Milliseconds(CONNECT * 1000)));
            store.retainReference();
            return store;
        }
    }

    /**
     * Connects a process with all others, and waits for them.
     *
     * @param store the store, on rank 0
     * @param host this machine's name or address, by which others reach it
     * @param seconds the time limit of every exchange
     */
    static GlooExchange lead(TCPStore store, int size, String host, long seconds) {
        return connect(store, 0, size, host, seconds);
    }

    /**
     * Connects a process with all others, and waits for them.
     *
     * @param leader the name or address of rank 0
     * @param port the port of its store
     * @param host this machine's name or address, by which others reach it
     * @param seconds the time limit of every exchange
     */
    static GlooExchange join(String leader, int port, int rank, int size, String host, long seconds) {
        TCPStore store;
        try {
            store = store(leader, port, false);
        } catch (RuntimeException e) {
            throw new LostRankException("worker 0 cannot be reached at " + leader + ":" + port, e);
        }
        return connect(store, rank, size, host, seconds);
    }

    private static GlooExchange connect(TCPStore store, int rank, int size, String host, long seconds) {
        try (PointerScope _ = new PointerScope()) {
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(CONNECT * 1000));
            options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(host)));
            options.threads(1);
            ProcessGroupGloo group = new ProcessGroupGloo(store, rank, size, options);
            group.retainReference();
            group.setTimeout(new Milliseconds(seconds * 1000));
            return new GlooExchange(rank, size, seconds, store, group);
        } catch (RuntimeException e) {
            store.close();
            throw new LostRankException("the workers did not connect with each other within " + CONNECT + " s", e);
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void allGather(MemorySegment own, MemorySegment all) {
        await(() -> group._allgather_base(view(all), view(own)));
    }

    @Override
    public void allToAll(MemorySegment send, MemorySegment received) {
        await(() -> group.alltoall_base(view(received), view(send), new LongVector(), new LongVector()));
    }

    @Override
    public void broadcast(MemorySegment bytes) {
        await(() -> group.broadcast(new TensorVector(view(bytes))));
    }

    /** Memory as floats, whose bits are left as they are. */
    private static Tensor view(MemorySegment memory) {
        return Torch.view(memory, memory.byteSize() / Float.BYTES);
    }

    private void await(Supplier<Work> exchange) {
        try (PointerScope _ = new PointerScope()) {
            exchange.get()._wait();
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            boolean late = why.contains("Timed out") || why.contains("timeout");
            throw new LostRankException(late ? "another worker did not answer within " + seconds + " s"
                    : "the connection with another worker is lost", e);
        }
    }

    @Override
    public void close() {
        group.close();
        store.close();
    }
}
