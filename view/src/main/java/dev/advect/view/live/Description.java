package dev.advect.view.live;

import dev.advect.env.EnvSpec;
import dev.advect.view.record.Keymap;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a page is told about a world once. */
final class Description {
    private Description() {}

    static Map<String, Object> of(
            String title, EnvSpec spec, Stage stage, boolean canBeCopied, @Nullable Keymap keymap) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("title", title);
        description.put("env", spec.name());
        description.put("observationSize", spec.observationSize());
        description.put("actionSize", spec.actionSize());
        description.put("episodeSteps", spec.episodeSteps());
        description.put("controlSeconds", spec.controlSeconds());
        description.put("parts", spec.observationParts().stream()
                .map(part -> Map.of("name", part.name(), "size", part.size())).toList());
        description.put("canGhost", canBeCopied);
        description.put("stage", stage.description());
        if (keymap != null) {
            description.put("keymap", keymap);
        }
        return description;
    }
}
