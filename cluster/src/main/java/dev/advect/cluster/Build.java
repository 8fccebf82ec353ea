package dev.advect.cluster;

import dev.advect.app.console.Version;
import dev.advect.app.options.Environments;
import dev.advect.envs.suite.Suite;
import dev.advect.experiments.runs.RunJob;
import dev.advect.mujoco.Model;
import dev.advect.runtime.Policy;
import dev.advect.train.Trainer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        for (Path place : modules()) {
            if (Files.isRegularFile(place)) { // not a folder of classes
                add(place, sum);
            }
        }
        return Version.string() + " " + Long.toHexString(sum.getValue());
    }

    /** The jars or folders of the modules by which results are made, each once. */
    static Set<Path> modules() {
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> part : List.of(Policy.class, Model.class, Trainer.class, Suite.class, RunJob.class, Environments.class,
                Build.class)) {
            places.add(Path.of(URI.create(part.getProtectionDomain().getCodeSource().getLocation().toString())));
        }
        return places;
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
