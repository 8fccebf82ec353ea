package dev.advect.nn.torch;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.global.torch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A report on the libtorch and the OpenBLAS that this process uses.
 *
 * @param version version of libtorch's Java package
 * @param libtorch file of libtorch; empty if unknown
 * @param openblas file of OpenBLAS; empty if unknown
 * @param kernels processor type for which OpenBLAS selected its kernels; empty if unknown
 * @param cpuCapability vector instructions that libtorch's own kernels use
 */
public record TorchReport(
        String version, Optional<Path> libtorch, Optional<Path> openblas, Optional<String> kernels,
        String cpuCapability) {

    /** Loads the libraries and inspects them. */
    public static TorchReport make() {
        Torch.load();
        Optional<Path> openblas = loaded("libopenblas");
        String capability;
        try (BytePointer pointer = torch.get_cpu_capability()) {
            capability = pointer.getString();
        }
        return new TorchReport(jarVersion(), loaded("libtorch_cpu"), openblas, openblas.flatMap(TorchReport::kernels),
                capability);
    }

    /** The version in the manifest of the jar with the Java bindings. */
    private static String jarVersion() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** The file of a loaded library, from Linux's list of mapped files; empty on other systems. */
    private static Optional<Path> loaded(String name) {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/" + name))
                    .findFirst()
                    .map(line -> Path.of(line.substring(line.indexOf('/'))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> kernels(Path openblas) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(openblas, Arena.global());
        return symbols.find("openblas_get_corename").map(function -> {
            try {
                MemorySegment name = (MemorySegment) Linker.nativeLinker()
                        .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                        .invokeExact();
                return name.reinterpret(64).getString(0, StandardCharsets.US_ASCII);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
