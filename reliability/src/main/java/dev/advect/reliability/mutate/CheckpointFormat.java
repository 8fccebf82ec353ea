package dev.advect.reliability.mutate;

import dev.advect.envs.toy.GridMap;
import dev.advect.envs.toy.GridWorld;
import dev.advect.io.Checkpoint;
import dev.advect.io.Checkpoints;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;
import dev.advect.reliability.TinyRun;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a run's checkpoints: tensors, manifests, and the files that name the latest and the best. What is loaded
 * must be one of the checkpoints that were saved, bit for bit. What a manifest says besides is compared with the run when
 * it goes on: another value is refused there, except the seconds of training, which are nobody's to check.
 */
final class CheckpointFormat implements MutantFormat {
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
        resume(folder); // what is loaded once and for all is not laid to the first damaged file
    }

    /** In a copy, as a run that goes on writes into its folder. */
    private static void resume(Path folder) throws IOException {
        Path copy = Files.createTempDirectory("resumed");
        try {
            Folders.copy(folder, copy);
            RunDirectory run = RunDirectory.open(copy);
            Trainer.resume(run.config(), () -> new GridWorld(GridMap.of("gridworld")), run, new TrainListener() {}).close();
        } finally {
            Folders.delete(copy);
        }
    }

    private static byte[] bytes(StateDict state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, state, Map.of());
        return out.toByteArray();
    }

    @Override
    public Outcome read(Path folder, Path file) throws IOException {
        RunDirectory run = RunDirectory.open(folder);
        Outcome latest = load(run, "latest");
        Optional<Checkpoints.Best> best = run.checkpoints().best();
        boolean named = file.endsWith("best") ? best.isPresent() : true;
        Outcome other = named ? load(run, "best") : latest;
        return latest.kind().compareTo(other.kind()) > 0 ? latest : other;
    }

    private Outcome load(RunDirectory run, String which) throws IOException {
        Checkpoints.Loaded loaded = run.checkpoints().load(which);
        Checkpoint found = loaded.checkpoint();
        Checkpoint original = manifests.get(found.step());
        if (original == null || !Arrays.equals(bytes(loaded.state()), states.get(found.step()))) {
            return Outcome.silent(which + " was loaded with other tensors than were saved");
        }
        if (found.equals(original)) {
            return Outcome.SAME;
        }
        if (!found.file().equals(original.file()) || found.bytes() != original.bytes()
                || !found.sha256().equals(original.sha256()) || found.tensors() != original.tensors()) {
            return Outcome.silent("the manifest was loaded as " + found);
        }
        Map<String, Object> rest = new LinkedHashMap<>(found.extras());
        rest.keySet().retainAll(original.extras().keySet());
        rest.remove("seconds");
        boolean others = rest.entrySet().stream().anyMatch(e -> !e.getValue().equals(original.extras().get(e.getKey())));
        // goes on with the run, which must refuse what is not its own
        if (which.equals("latest")) {
            resume(run.folder());
            return others ? Outcome.silent("the run went on from a manifest that says " + rest) : Outcome.OTHER;
        }
        return others ? Outcome.SAME : Outcome.OTHER; // the best one's is not gone on from
    }
}
