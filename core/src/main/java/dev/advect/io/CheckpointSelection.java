package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * The selection of a checkpoint by name: it finds the checkpoint, verifies it and, if it cannot be used, names those
 * that can.
 */
final class CheckpointSelection {
    private static final int MAX_NAMED = 5;

    private final Path folder;
    private final List<Checkpoint> all;

    CheckpointSelection(Path folder, List<Checkpoint> all) {
        this.folder = folder;
        this.all = all;
    }

    Checkpoints.Loaded load(String which) throws IOException {
        long step = step(which);
        Path manifest = folder.resolve(Checkpoint.name(step) + ".json");
        try {
            Checkpoint checkpoint = Checkpoint.read(folder, Checkpoint.name(step));
            Optional<String> fault = fault(checkpoint);
            if (fault.isPresent()) {
                throw refusal(fault.get(), step, null);
            }
            Path file = folder.resolve(checkpoint.file());
            StateDict state = Safetensors.read(file).state();
            if (state.names().size() != checkpoint.tensors()) {
                throw refusal(manifest + " is damaged: it says " + checkpoint.tensors() + " tensors, " + file + " holds "
                        + state.names().size(), step, null);
            }
            return new Checkpoints.Loaded(checkpoint, state);
        } catch (NoSuchFileException e) {
            Path pointer = folder.resolve(which);
            String named = Files.exists(pointer) ? ", which " + pointer + " names" : "";
            throw refusal("there is no checkpoint " + manifest + named, step, e);
        } catch (DamagedFileException e) {
            throw refusal(String.valueOf(e.getMessage()), step, e);
        }
    }

    static Optional<Checkpoints.Best> best(Path folder) throws IOException {
        List<String> lines = lines(folder.resolve("best"));
        try {
            if (lines.size() == 2 && stepOf(lines.get(0)).isPresent()) {
                return Optional.of(
                        new Checkpoints.Best(stepOf(lines.get(0)).get(), Double.parseDouble(lines.get(1))));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The step named by the file {@code latest}, or the newest step if the file is missing or unreadable. */
    static Optional<Long> latest(Path folder, List<Checkpoint> all) throws IOException {
        List<String> lines = lines(folder.resolve("latest"));
        Optional<Long> named = lines.isEmpty() ? Optional.empty() : stepOf(lines.get(0));
        return named.or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().step()));
    }

    private long step(String which) throws IOException {
        return switch (which) {
            case "latest" -> latest(folder, all).orElseThrow(
                    () -> new CheckpointException("there is no checkpoint in " + folder + " yet"));
            case "best" -> best(folder).map(Checkpoints.Best::step).orElseThrow(
                    () -> refusal("no checkpoint in " + folder + " is marked as the best yet", -1, null));
            default -> {
                if (!which.matches("\\d{1,18}")) {
                    throw refusal("checkpoint '" + which + "' is neither latest nor best nor a step", -1, null);
                }
                yield Long.parseLong(which);
            }
        };
    }

    /** Describes what is wrong with a checkpoint's file; empty if it is intact. */
    private Optional<String> fault(Checkpoint checkpoint) throws IOException {
        Path file = folder.resolve(checkpoint.file());
        if (!Files.isRegularFile(file)) {
            return Optional.of(file + " is missing, its manifest is there");
        }
        long size = Files.size(file);
        if (size != checkpoint.bytes()) {
            return Optional.of(file + " is damaged: it has " + size + " bytes, its manifest says "
                    + checkpoint.bytes());
        }
        String sha256 = Sha256.of(file);
        if (!sha256.equals(checkpoint.sha256())) {
            return Optional.of(file + " is damaged: its SHA-256 is " + sha256.substring(0, 8)
                    + "..., its manifest says " + checkpoint.sha256().substring(0, 8) + "...");
        }
        return Optional.empty();
    }

    /** An exception that also names the intact checkpoints besides this step. */
    private CheckpointException refusal(String message, long step, @Nullable Throwable cause) {
        Predicate<Checkpoint> isIntact = checkpoint -> {
            try {
                return fault(checkpoint).isEmpty();
            } catch (IOException e) {
                return false;
            }
        };
        List<Long> intact = all.reversed().stream().filter(c -> c.step() != step).filter(isIntact).limit(MAX_NAMED)
                .map(Checkpoint::step).toList();
        String end = intact.isEmpty() ? "; no other checkpoint in " + folder + " is intact"
                : "; intact: " + intact.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new CheckpointException(message + end, intact, cause);
    }

    private static Optional<Long> stepOf(String name) {
        Matcher matcher = Checkpoint.NAME.matcher(name);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            // any bytes are accepted: a damaged file simply contains no valid name
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
