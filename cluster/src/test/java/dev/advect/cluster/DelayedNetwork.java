package dev.advect.cluster;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Machines with a slow network on a single one, for trying the cluster by hand on Linux, as root:
 * <pre>
 *   java --enable-native-access=ALL-UNNAMED cluster/src/test/java/dev/advect/cluster/DelayedNetwork.java 3 1000
 *   ip netns exec advect1 ./advect cluster master --host=10.77.0.1
 *   ip netns exec advect2 ./advect cluster worker spark://10.77.0.1:7077 --host=10.77.0.2 --cores=1
 * </pre>
 * makes three network namespaces advect1, advect2 … with the addresses 10.77.0.1, 10.77.0.2 …, between which every packet takes 1000 µs.
 * It runs until Ctrl-C. {@code tc netem} would do the same where the kernel has it; this needs the device /dev/net/tun only: each namespace
 * has one as its network card, and this program carries the packets from one to the other.
 */
final class DelayedNetwork {
    private static final int OPEN_BOTH_WAYS = 2;
    private static final long SET_INTERFACE = 0x400454caL;
    /** Packets without Ethernet's header, and without a header of the device's own. */
    private static final short TUN_WITHOUT_HEADER = 0x1001;
    private static final int NETWORK_NAMESPACE = 0x40000000;
    private static final int PACKET = 9000;
    private static final int WAITING = 100_000;
    private static final int LAST_BYTE_OF_TARGET = 19;
    private static final int VERSION_4 = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS = function("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL = function("ioctl", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = function("read", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = function("write", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    /** A packet and when it arrives, by {@link System#nanoTime}. */
    private record Packet(long due, byte[] bytes) {}

    private final int machines;
    private final long delay;
    private final int[] device;
    private final List<BlockingQueue<Packet>> arriving;

    private DelayedNetwork(int machines, long delay) {
        this.machines = machines;
        this.delay = delay;
        device = new int[machines];
        arriving = Stream.<BlockingQueue<Packet>>generate(() -> new ArrayBlockingQueue<>(WAITING)).limit(machines).toList();
    }

    /**
     * Runs the network.
     *
     * @param args the number of machines, and the microseconds that a packet takes
     */
    public static void main(String[] args) throws Exception {
        DelayedNetwork network = new DelayedNetwork(Integer.parseInt(args[0]), Long.parseLong(args[1]) * 1000);
        for (int i = 0; i < network.machines; i++) {
            network.connect(i);
        }
        for (int i = 0; i < network.machines; i++) {
            int machine = i;
            Thread.ofPlatform().start(() -> network.send(machine));
            Thread.ofPlatform().start(() -> network.deliver(machine));
        }
        System.out.println(network.machines + " machines, " + args[1] + " µs from one to another; Ctrl-C ends them");
    }

    private void connect(int machine) throws Exception {
        String name = "advect" + (machine + 1);
        new ProcessBuilder("ip", "netns", "del", name).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        run("ip", "netns", "add", name);
        Thread inside = Thread.ofPlatform().start(() -> device[machine] = open(name)); // a namespace is a thread's
        inside.join();
        run("ip", "-n", name, "addr", "add", "10.77.0." + (machine + 1) + "/24", "dev", "tun0");
        run("ip", "-n", name, "link", "set", "tun0", "mtu", Integer.toString(PACKET), "up");
        run("ip", "-n", name, "link", "set", "lo", "up");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    private static int open(String namespace) {
        try (Arena arena = Arena.ofConfined()) {
            int space = (int) OPEN.invokeExact(arena.allocateFrom("/var/run/netns/" + namespace), 0);
            check((int) SETNS.invokeExact(space, NETWORK_NAMESPACE), "setns");
            int tun = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), OPEN_BOTH_WAYS);
            check(tun, "open /dev/net/tun");
            MemorySegment request = arena.allocate(40, 8);
            request.setString(0, "tun0");
            request.set(ValueLayout.JAVA_SHORT, 16, TUN_WITHOUT_HEADER);
            check((int) IOCTL.invokeExact(tun, SET_INTERFACE, request), "ioctl");
            return tun;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed: this needs Linux, root and /dev/net/tun");
        }
    }

    /** Reads what a machine sends. Packets to others than the machines are dropped. */
    private void send(int machine) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(PACKET);
            while (true) {
                long length = (long) READ.invokeExact(device[machine], buffer, (long) PACKET);
                byte[] bytes = buffer.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE);
                if (bytes.length > LAST_BYTE_OF_TARGET && bytes[0] >> 4 == VERSION_4) {
                    int target = bytes[LAST_BYTE_OF_TARGET] - 1;
                    if (target >= 0 && target < machines) {
                        arriving.get(target).put(new Packet(System.nanoTime() + delay, bytes));
                    }
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands a machine what was sent to it, when it is due. */
    private void deliver(int machine) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(PACKET);
            while (true) {
                Packet packet = arriving.get(machine).take();
                for (long left = packet.due - System.nanoTime(); left > 0; left = packet.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                MemorySegment.copy(packet.bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.bytes.length);
                long written = (long) WRITE.invokeExact(device[machine], buffer, (long) packet.bytes.length);
                if (written != packet.bytes.length) {
                    System.err.println("a packet was lost");
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        SymbolLookup lookup = LINKER.defaultLookup();
        return LINKER.downcallHandle(lookup.findOrThrow(name), descriptor, options);
    }
}
