package dev.advect.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A clone of the project with the real launcher, which starts the classes of these tests. */
final class Clone {
    private static final String BEGIN = """
            set -u
            clone=$FOLDER/$(printf "$NAME")
            mkdir -p "$clone/target/launcher/jars.test"
            cd "$clone"
            cp "$LAUNCHER" advect
            cp "$JAR" target/launcher/jars.test/advect-app-test.jar
            printf '%s:%s\\n' "$clone/target/launcher/jars.test/advect-app-test.jar" "$CLASSES" >target/launcher/classpath
            touch target/launcher/stamp
            """;

    private Clone() {}

    /**
     * Makes a clone and runs a script of bash in it.
     *
     * @param parent where the clone is made
     * @param name its folder, with the escapes of printf for what is not ASCII
     */
    static Shell.Result run(Path parent, String name, String script) throws IOException, InterruptedException {
        Path jar = parent.resolve("empty.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, new Manifest()).close();
        }
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", BEGIN + script);
        var environment = builder.environment();
        environment.put("FOLDER", parent.toString());
        environment.put("NAME", name);
        environment.put("LAUNCHER", Path.of("../advect").toAbsolutePath().toString());
        environment.put("JAR", jar.toString());
        environment.put("CLASSES", System.getProperty("java.class.path"));
        environment.put("ADVECT_JAVA_HOME", System.getProperty("java.home"));
        environment.remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getErrorStream().readAllBytes();
            } catch (IOException e) {
                return String.valueOf(e).getBytes(StandardCharsets.UTF_8);
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Shell.Result(process.waitFor(), out, new String(err.join(), StandardCharsets.UTF_8));
    }
}
