package dev.advect.io;

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
                throw new CheckpointException(fault.get() + others(step));
            }
            Path file = folder.resolve(checkpoint.file());
            StateDict state = Safetensors.read(file).state();
            if (state.names().size() != checkpoint.tensors()) {
                throw new CheckpointException(manifest + " is damaged: it says " + checkpoint.tensors() + " tensors, "
                        + file + " holds " + state.names().size() + others(step));
            }
            return new Checkpoints.Loaded(checkpoint, state);
        } catch (NoSuchFileException e) {
            Path pointer = folder.resolve(which);
            String named = Files.exists(pointer) ? ", which " + pointer + " names" : "";
            throw new CheckpointException("there is no checkpoint " + manifest + named + others(step), e);
        } catch (DamagedFileException e) {
            throw new CheckpointException(e.getMessage() + others(step), e);
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
                    () -> new CheckpointException("no checkpoint in " + folder + " is marked as the best yet"
                            + others(-1)));
            default -> {
                if (!which.matches("\\d{1,18}")) {
                    throw new CheckpointException("checkpoint '" + which
                            + "' is neither latest nor best nor a step" + others(-1));
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

    /** The end of an error message, which lists the intact checkpoints besides this step, newest first. */
    private String others(long step) {
        Predicate<Checkpoint> intact = checkpoint -> {
            try {
                return fault(checkpoint).isEmpty();
            } catch (IOException e) {
                return false;
            }
        };
        List<Checkpoint> usable =
                all.reversed().stream().filter(c -> c.step() != step).filter(intact).limit(MAX_NAMED).toList();
        if (usable.isEmpty()) {
            return "; no other checkpoint in " + folder + " is intact";
        }
        String rest = usable.stream().skip(1).map(c -> Long.toString(c.step())).collect(Collectors.joining(", "));
        return "; use --checkpoint=" + usable.getFirst().step()
                + (rest.isEmpty() ? "" : " (also intact: " + rest + ")");
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
