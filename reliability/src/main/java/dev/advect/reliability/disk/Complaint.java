package dev.advect.reliability.disk;

import dev.advect.io.Checkpoints;
import dev.advect.reliability.ChildJvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a command says when its disk is full: one line, exit code 1, and nothing that is not true. */
final class Complaint {
    private Complaint() {}

    /** What is wrong with it. */
    static List<String> faults(ChildJvm.Ended ended, Path run) {
        List<String> faults = new ArrayList<>();
        List<String> errors = ended.lines().stream().filter(line -> line.startsWith("error: ")).toList();
        if (ended.exit() != 1) {
            faults.add("exit code " + ended.exit() + ", not 1: " + ended.last());
        }
        if (errors.size() != 1) {
            faults.add(errors.size() + " lines of errors: " + ended.last());
        } else if (!errors.getFirst().toLowerCase(Locale.ROOT).contains("space")) {
            faults.add("the line does not say that there is no space: " + errors.getFirst());
        }
        ended.lines().stream().filter(line -> line.startsWith("\tat ") || line.startsWith("Exception") || line.startsWith("Caused by"))
                .findFirst().ifPresent(line -> faults.add("a stack trace: " + line));
        if (ended.lines().stream().anyMatch(line -> line.contains("checkpoint is intact")) && !hasCheckpoint(run)) {
            faults.add("it promises a checkpoint that is not there");
        }
        return faults;
    }

    private static boolean hasCheckpoint(Path run) {
        try {
            return Checkpoints.readOnly(run.resolve("checkpoints")).load("latest").state().names().size() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
