package dev.advect.app.setup;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.console.Version;
import dev.advect.mujoco.Installations;
import dev.advect.mujoco.library.Installation;
import dev.advect.nn.Precision;
import dev.advect.nn.torch.TorchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Checks whether everything needed is present. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks what advect needs: which libraries were found, where, in which version, and what is missing.",
        footer = {"", "Example:", "  advect doctor"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int JAVA_NEEDED = 25;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("advect", Json.object("ok", true, "version", Version.string()));
        report.put("java", java());
        report.put("libtorch", check(DoctorCommand::torch));
        report.put("mujoco", check(DoctorCommand::mujoco));
        report.put("machine", check(DoctorCommand::machine));
        boolean ok = report.values().stream().allMatch(part -> Boolean.TRUE.equals(((Map<?, ?>) part).get("ok")));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.put("ok", ok);
            Json.print(out, report);
        } else {
            report.forEach((name, part) -> print(out, name, (Map<?, ?>) part));
            out.println(ok ? "everything needed was found" : "something is missing");
            out.flush();
        }
        return ok ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, String name, Map<?, ?> part) {
        StringBuilder line = new StringBuilder();
        part.forEach((key, value) -> {
            if (!key.equals("ok") && !(value instanceof List)) {
                line.append(line.isEmpty() ? "" : ", ").append(String.valueOf(key).replace('_', ' ')).append(' ').append(value);
            }
        });
        out.println(Text.format("%-4s %-9s %s", Boolean.TRUE.equals(part.get("ok")) ? "ok" : "NO", name, line));
        if (part.get("others") instanceof List<?> others) {
            printOthers(out, others);
        }
    }

    private static Map<String, Object> java() {
        return Json.object("ok", Runtime.version().feature() >= JAVA_NEEDED,
                "version", Runtime.version().toString(),
                "vendor", System.getProperty("java.vendor", ""),
                "home", System.getProperty("java.home", ""));
    }

    private static Map<String, Object> torch() {
        TorchReport torch = TorchReport.make();
        return Json.object("ok", true, "version", torch.version(),
                "file", text(torch.libtorch()),
                "vector_instructions", torch.cpuCapability(),
                "bfloat16_products", Precision.bfloat16Missing().isEmpty(),
                "openblas", text(torch.openblas()),
                "kernels", torch.kernels().orElse("unknown"));
    }

    private static String text(Optional<Path> path) {
        return path.map(Path::toString).orElse("unknown");
    }

    private static Map<String, Object> mujoco() {
        Map<String, Object> part = check(() -> {
            Installation used = Installations.inUse();
            return Json.object("ok", true, "version", used.version().orElse("unknown"),
                    "file", used.library().toString(), "place", used.place());
        });
        part.put("others", Installations.all().stream()
                .filter(one -> !one.library().toString().equals(part.get("file")))
                .map(one -> MujocoCommand.row(one, false))
                .toList());
        return part;
    }

    /** Prints one line for each unused installation. */
    private static void printOthers(PrintWriter out, List<?> others) {
        for (Object each : others) {
            Map<?, ?> other = (Map<?, ?>) each;
            Object problem = other.get("problem");
            out.println(Text.format("%-4s %-9s also %s, file %s, place %s%s", "", "", other.get("version"),
                    other.get("file"), other.get("place"), problem == null ? "" : ", cannot be used: " + problem));
        }
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = Json.object("ok", true,
                "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "cores", Runtime.getRuntime().availableProcessors());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            machine.put("memory_mb", system.getTotalMemorySize() >> 20);
            machine.put("free_mb", system.getFreeMemorySize() >> 20);
        }
        machine.put("java_heap_mb", Runtime.getRuntime().maxMemory() >> 20);
        return machine;
    }

    /** Runs a check and reports any failure as its result. */
    private static Map<String, Object> check(Supplier<Map<String, Object>> look) {
        try {
            return look.get();
        } catch (RuntimeException | LinkageError e) {
            return Json.object("ok", false, "problem", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
