package dev.advect.nn.torch;

import dev.advect.nn.Workers;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What libtorch's libraries must find when they are loaded.
 *
 * <p>Threads and kernels: parallelism is the {@link Workers}' business: every one of them computes its own shard with a single-threaded
 * BLAS. Left alone, OpenBLAS keeps a thread pool of its own beside libtorch's, and the two fight over the cores;
 * and on a processor that is newer than itself it may fall back to AVX2 kernels where AVX-512 is there. Both
 * can be told only by environment variables that are read once, at load time, so they are set in this process
 * with {@code setenv} just before. What the user has set stays.
 *
 * <p>Memory: every operation of libtorch allocates its result. glibc gives freed blocks of that size back to the system
 * at once and faults them in again for the next operation, 300 page faults a pass through a small network; it is told
 * to keep them.
 */
public final class NativeSettings {
    private NativeSettings() {}

    private static final Set<String> FEATURES = features();
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;
    /** The largest that glibc takes, half of a thread's heap. */
    private static final int MMAP_THRESHOLD = 32 << 20;
    private static final int TRIM_THRESHOLD = 512 << 20;

    /** Must run before any class of libtorch is touched. */
    static void apply() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("OPENBLAS_NUM_THREADS", "1");
        wanted.put("OMP_NUM_THREADS", "1");
        if (Stream.of("avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512cd").allMatch(NativeSettings::processorHas)) {
            wanted.put("OPENBLAS_CORETYPE", "SKYLAKEX");
        }
        wanted.keySet().removeIf(name -> System.getenv(name) != null);
        wanted.forEach(NativeSettings::setenv);
        // JavaCPP would otherwise ask the system for the process's memory use at every allocation
        for (String limit : new String[] {"maxBytes", "maxPhysicalBytes"}) {
            String property = "org.bytedeco.javacpp." + limit;
            if (System.getProperty(property) == null) {
                System.setProperty(property, "0");
            }
        }
        mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
        mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
    }

    /** Sets a parameter of glibc's allocator; where there is another one, nothing. */
    private static void mallopt(int parameter, int value) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("mallopt").ifPresent(function -> {
            FunctionDescriptor type =
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            try {
                int _ = (int) linker.downcallHandle(function, type).invokeExact(parameter, value);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("mallopt failed", e);
            }
        });
    }

    private static void setenv(String name, String value) {
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(
                linker.defaultLookup().find("setenv").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cName = arena.allocateFrom(name);
            MemorySegment cValue = arena.allocateFrom(value);
            int status = (int) setenv.invokeExact(cName, cValue, 0);
            if (status != 0) {
                throw new IllegalStateException("setenv " + name + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv " + name + " failed", e);
        }
    }

    /** Whether the processor has a feature, as Linux names it; false where that cannot be read. */
    public static boolean processorHas(String feature) {
        return FEATURES.contains(feature);
    }

    private static Set<String> features() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
