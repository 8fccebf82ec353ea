package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.MotionClip;
import dev.advect.io.AtomicFile;
import dev.advect.train.RunException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The file {@code motions.txt} of an experiment's folder, with a line for each motion on which its policies are trained. The
 * configurations of the runs do not name the motions, so that without it a run could be continued on others unnoticed.
 */
public final class MotionList {
    private MotionList() {}

    /**
     * Notes the motions of a new experiment; an experiment that goes on must have the same.
     *
     * @throws RunException if it was begun with other motions
     */
    public static void noteOrRequire(Path folder, List<MotionClip> motions) throws IOException {
        Path file = folder.resolve("motions.txt");
        String text = motions.stream().map(clip -> String.format(Locale.ROOT, "%s %.2f s%n", clip.name(), clip.seconds()))
                .collect(Collectors.joining());
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            AtomicFile.writeString(file, text);
        } else if (!Files.readString(file).equals(text)) {
            throw new RunException(folder + " was begun with other motions, see motions.txt in it: name another folder with --out, "
                    + "or evaluate its policies on these with --evaluate-only");
        }
    }
}
