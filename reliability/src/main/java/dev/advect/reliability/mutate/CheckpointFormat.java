package dev.advect.reliability.mutate;

import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;
import dev.advect.reliability.TinyRun;
import dev.advect.train.RunDirectory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of a run's checkpoints: tensors, manifests, and the files that name the latest and the best. The damaged
 * checkpoint, or the named one, is loaded; it must be one of those that were saved, bit for bit, and its manifest too.
 */
final class CheckpointFormat implements MutantFormat {
    private static final Pattern STEP = Pattern.compile("step-(\\d+)");

    private final Map<Long, Checkpoint> manifests = new HashMap<>();
    private final Map<Long, byte[]> states = new HashMap<>();

    @Override
    public void prepare(Path folder, Path fixtures) throws IOException, InterruptedException {
        Path whole = Fixtures.run(fixtures, TinyRun.FPO, 0);
        Folders.copy(whole, folder);
    }

    @Override
    public boolean isDamaged(Path file) {
        return file.startsWith("checkpoints");
    }

    @Override
    public void learn(Path folder) throws IOException {
        Checkpoints checkpoints = RunDirectory.open(folder).checkpoints();
        for (Checkpoint checkpoint : checkpoints.list()) {
            manifests.put(checkpoint.step(), checkpoint);
            states.put(checkpoint.step(), bytes(checkpoints.load(Long.toString(checkpoint.step())).state()));
        }
    }

    private static byte[] bytes(StateDict state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, state, Map.of());
        return out.toByteArray();
    }

    @Override
    public Outcome read(Path folder, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Matcher step = STEP.matcher(name);
        String which = step.find() ? Long.toString(Long.parseLong(step.group(1))) : name; // latest, best
        Checkpoints.Loaded loaded = RunDirectory.open(folder).checkpoints().load(which);
        Checkpoint found = loaded.checkpoint();
        Checkpoint original = manifests.get(found.step());
        if (original == null || !Arrays.equals(bytes(loaded.state()), states.get(found.step()))) {
            return Outcome.silent(which + " was loaded with other tensors than were saved");
        }
        if (found.equals(original)) {
            return Outcome.SAME;
        }
        boolean sameExtras = original.extras().entrySet().stream()
                .allMatch(extra -> extra.getValue().equals(found.extras().get(extra.getKey())));
        return sameExtras && found.file().equals(original.file()) && found.bytes() == original.bytes()
                && found.sha256().equals(original.sha256()) && found.tensors() == original.tensors()
                ? Outcome.OTHER // a key more, which nobody reads
                : Outcome.silent("the manifest was loaded as " + found);
    }
}
