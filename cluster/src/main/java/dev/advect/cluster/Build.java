package dev.advect.cluster;

import dev.advect.app.console.Version;
import dev.advect.experiments.runs.RunJob;
import dev.advect.nn.Workers;
import dev.advect.train.Trainer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The build of advect that is running, so that machines with another one can be told apart. */
final class Build {
    private static final String FINGERPRINT = compute();

    private Build() {}

    /** The version and a checksum of the jars by which results are made. */
    static String fingerprint() {
        return FINGERPRINT;
    }

    /**
     * Checks that the driver has the same build.
     *
     * @param driver the driver's fingerprint
     * @throws IOException if it has another one, with a message about this machine
     */
    static void requireSame(String driver) throws IOException {
        if (!driver.equals(FINGERPRINT)) {
            throw new IOException("it has advect " + FINGERPRINT + ", and the driver advect " + driver
                    + ": all machines need the same build");
        }
    }

    private static String compute() {
        CRC32 sum = new CRC32();
        List<Path> seen = new ArrayList<>();
        for (Class<?> part : List.of(Trainer.class, Workers.class, RunJob.class, Build.class)) {
            Path place = Path.of(URI.create(part.getProtectionDomain().getCodeSource().getLocation().toString()));
            if (Files.isRegularFile(place) && !seen.contains(place)) { // not a folder of classes
                seen.add(place);
                add(place, sum);
            }
        }
        return Version.string() + " " + Long.toHexString(sum.getValue());
    }

    private static void add(Path jar, CRC32 sum) {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(jar)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sum.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
