package dev.advect.view.page;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.train.ConfigYaml;
import dev.advect.view.runs.Curves;
import dev.advect.view.runs.Run;
import dev.advect.view.runs.RunFolder;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the dashboard asks for, as JSON. */
final class RunsApi {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunFolder folder;

    RunsApi(RunFolder folder) {
        this.folder = folder;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/{token}/api/runs", this::runs);
        routes.get("/{token}/api/curve", this::curve);
        routes.get("/{token}/api/run", this::run);
    }

    private void runs(Context context) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("folder", folder.root().toString());
        answer.put("machine", machine());
        synchronized (folder) { // a run is not read while it looks at its files
            List<Run> runs = folder.runs();
            Instant now = Instant.now();
            answer.put("runs", runs.stream().map(run -> run.summary(now)).toList());
            answer.put("metrics", Curves.keys(runs));
        }
        answer(context, answer);
    }

    /** Load and memory of this machine. */
    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            machine.put("cores", os.getAvailableProcessors());
            machine.put("busy", os.getCpuLoad());
            machine.put("memory", os.getTotalMemorySize());
            machine.put("free", os.getFreeMemorySize());
        }
        return machine;
    }

    private void curve(Context context) throws IOException {
        String key = context.queryParam("key");
        Map<String, Object> curve;
        synchronized (folder) {
            curve = Curves.of(find(context), key == null ? "" : key);
        }
        answer(context, curve);
    }

    /** One run in full: its evaluations, configuration and alarms. */
    private void run(Context context) throws IOException {
        Map<String, Object> answer;
        synchronized (folder) {
            Run run = find(context);
            answer = run.summary(Instant.now());
            answer.put("config", run.config().map(ConfigYaml::write).orElse(""));
            answer.put("evaluations", List.copyOf(run.evaluationRows()));
        }
        answer(context, answer);
    }

    private Run find(Context context) throws IOException {
        String name = String.valueOf(context.queryParam("run"));
        return folder.find(name).orElseThrow(() -> new IOException("there is no run " + name + " (any more)"));
    }

    private static void answer(Context context, Object value) throws IOException {
        context.contentType("application/json").result(JSON.writeValueAsBytes(value));
    }
}
