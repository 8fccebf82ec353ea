package dev.advect.nn.torch;

import dev.advect.nn.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Process settings that must be in force before libtorch's libraries are loaded.
 *
 * <p>Threads and kernels: {@link Workers} provide the parallelism, and each computes its shard with a single-threaded BLAS.
 * By default OpenBLAS has its own thread pool beside libtorch's, and the two compete for cores; on a processor newer than
 * the library it may also fall back to AVX2 kernels although AVX-512 is available. Both can be configured only by environment
 * variables that are read at load time, so this class sets them before loading. Variables set by the
 * user are not changed.
 *
 * <p>Memory: every libtorch operation allocates its result. By default glibc returns freed blocks of that size to the system
 * at once and faults them in again for the next operation, 300 page faults per pass through a small network; this class
 * makes glibc keep them.
 */
public final class NativeSettings {
    private static final Logger LOG = LoggerFactory.getLogger(NativeSettings.class);
    private static final Set<String> FEATURES = features();
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;
    /** The max that glibc accepts, half of a thread's heap, in bytes. */
    private static final int MMAP_THRESHOLD = 32 << 20;
    private static final int TRIM_THRESHOLD = 512 << 20;

    private NativeSettings() {}

    /** Applies the settings; must run before any class of libtorch is initialised. */
    static void apply() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("OPENBLAS_NUM_THREADS", "1");
        wanted.put("OMP_NUM_THREADS", "1");
        if (Stream.of("avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512cd").allMatch(NativeSettings::processorHas)) {
            wanted.put("OPENBLAS_CORETYPE", "SKYLAKEX");
        }
        wanted.keySet().removeIf(name -> System.getenv(name) != null);
        wanted.forEach(NativeSettings::setenv);
        // otherwise JavaCPP would query the process's memory use at every allocation
        for (String limit : new String[] {"maxBytes", "maxPhysicalBytes"}) {
            String property = "org.bytedeco.javacpp." + limit;
            if (System.getProperty(property) == null) {
                System.setProperty(property, "0");
            }
        }
        mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
        mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
    }

    /** Sets a parameter of glibc's allocator; does nothing with another allocator. */
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

    /** Sets a variable for libraries that are loaded later. Windows has another function for it. */
    private static void setenv(String name, String value) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> posix = linker.defaultLookup().find("setenv");
        Optional<MemorySegment> windows = linker.defaultLookup().find("_putenv_s");
        if (posix.isEmpty() && windows.isEmpty()) {
            LOG.warn("{}={} cannot be set on this system, so that threads of libtorch may compete for cores", name, value);
            return;
        }
        FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cName = arena.allocateFrom(name);
            MemorySegment cValue = arena.allocateFrom(value);
            int status = posix.isPresent()
                    ? (int) linker.downcallHandle(posix.get(), type.appendArgumentLayouts(ValueLayout.JAVA_INT)).invokeExact(cName, cValue, 0)
                    : (int) linker.downcallHandle(windows.get(), type).invokeExact(cName, cValue);
            if (status != 0) {
                throw new IllegalStateException("setenv " + name + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv " + name + " failed", e);
        }
    }

    /** Whether the processor has a feature, by its name in {@code /proc/cpuinfo}; false if that cannot be read. */
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
