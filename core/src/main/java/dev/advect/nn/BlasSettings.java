package dev.advect.nn;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that OpenBLAS and OpenMP must find when libtorch is loaded.
 *
 * <p>Parallelism is the {@link Workers}' business: every one of them computes its own shard with a single-threaded
 * BLAS. Left alone, OpenBLAS keeps a thread pool of its own beside libtorch's, and the two fight over the cores;
 * and on a processor that is newer than itself it may fall back to AVX2 kernels where AVX-512 is there. Both
 * can be told only by environment variables that are read once, at load time, so they are set in this process
 * with {@code setenv} just before. What the user has set stays.
 */
final class BlasSettings {
    private BlasSettings() {}

    /** Sets the variables; must run before any class of libtorch is touched. */
    static void apply() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("OPENBLAS_NUM_THREADS", "1");
        wanted.put("OMP_NUM_THREADS", "1");
        String flags = cpuFlags();
        if (flags.contains(" avx512f ") && flags.contains(" avx512bw ") && flags.contains(" avx512vl ")
                && flags.contains(" avx512dq ") && flags.contains(" avx512cd ")) {
            wanted.put("OPENBLAS_CORETYPE", "SKYLAKEX");
        }
        wanted.keySet().removeIf(name -> System.getenv(name) != null);
        wanted.forEach(BlasSettings::setenv);
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

    /** The processor's features as Linux names them, each between spaces; empty where they cannot be read. */
    private static String cpuFlags() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1) + " ")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
