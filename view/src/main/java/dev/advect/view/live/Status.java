package dev.advect.view.live;

import dev.advect.env.EnvSpec;
import dev.advect.view.record.Tape;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the controls of a page show. */
final class Status {
    private Status() {}

    static Map<String, Object> of(Settings settings, Cockpit cockpit, EnvSpec spec, @Nullable Tape tape) {
        Choice choice = cockpit.wanted();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("type", "status");
        status.put("paused", settings.paused);
        status.put("speed", settings.speed);
        status.put("seed", settings.seed);
        status.put("stochastic", settings.stochastic);
        status.put("ghosts", settings.ghosts);
        status.put("ghostSeconds", settings.ghostSeconds);
        status.put("flow", settings.flow);
        status.put("contacts", settings.contacts);
        status.put("sites", settings.sites);
        status.put("checkpoint", choice.checkpoint());
        status.put("checkpoints", cockpit.checkpoints());
        status.put("sampler", choice.sampler());
        status.put("flowSteps", choice.flowSteps());
        status.put("canSample", cockpit.canSample());
        status.put("loading", cockpit.isLoading());
        status.put("pilot", cockpit.pilot().facts());
        status.put("episodeSteps", spec.episodeSteps());
        if (tape != null) {
            status.put("record", tape.facts());
        }
        return status;
    }
}
