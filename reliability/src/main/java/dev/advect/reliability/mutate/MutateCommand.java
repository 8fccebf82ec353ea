package dev.advect.reliability.mutate;

import dev.advect.reliability.CampaignOptions;
import dev.advect.reliability.Folders;
import dev.advect.reliability.Results;
import dev.advect.reliability.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Damages files at random and reads them. */
@Command(name = "mutate", mixinStandardHelpOptions = true, description = "Damages files at random and reads them.")
public final class MutateCommand implements Callable<Integer> {
    private static final int BATCH = 2_000;

    @Mixin
    private CampaignOptions options = new CampaignOptions();

    @Option(names = "--format", paramLabel = "NAME", description = "One of checkpoint, demonstrations, config, mjcf, "
            + "policy; repeatable. Default: all.")
    private List<String> formats = new ArrayList<>();

    @Option(names = "--cases", paramLabel = "N", defaultValue = "20000",
            description = "Damaged files of each format. Default: ${DEFAULT-VALUE}.")
    private long cases;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = options.work().resolve("mutate");
        if (formats.isEmpty()) {
            Formats.names().forEach(formats::add);
        }
        try (Results results = Results.open(options.work())) {
            for (String format : formats) {
                Path originals = originals(work, format);
                for (long first = 0; first < cases && !options.timeIsUp(); first += BATCH) {
                    long end = Math.min(cases, first + BATCH);
                    if (!results.has("mutate", format, options.seed(), first, end - first)) {
                        Map<String, Object> figures = new Batch(format, originals, work, options.seed()).run(first, end);
                        results.add("mutate", format, options.seed(), first, figures);
                        System.out.println(format + " " + first + ": " + figures.get("faults") + " faults");
                    }
                }
            }
        }
        return Summary.print(options.work(), "mutate");
    }

    private Path originals(Path work, String format) throws IOException, InterruptedException {
        Path folder = work.resolve("originals").resolve(format);
        Path complete = folder.resolveSibling(format + ".complete");
        if (!Files.exists(complete)) {
            Folders.delete(folder);
            Files.createDirectories(folder);
            Formats.of(format).prepare(folder, options.fixtures());
            Files.createFile(complete);
        }
        return folder;
    }
}
