package dev.advect.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The LeRobot data set among the tests' resources. */
final class LeRobotFixture {
    static final List<String> FILES = List.of("meta/info.json", "meta/stats.json", "meta/tasks.parquet",
            "meta/episodes/chunk-000/file-000.parquet", "data/chunk-000/file-000.parquet", "data/chunk-000/file-001.parquet");

    private static final String REWRITE = """
            import os, sys
            import pyarrow as pa, pyarrow.parquet as pq
            for folder, _, files in os.walk(sys.argv[1]):
                for name in files:
                    if name.endswith('.parquet'):
                        path = os.path.join(folder, name)
                        table = pq.read_table(path)
                        for column, size in (('observation.state', 2), ('action', 3)):
                            if column in table.column_names:
                                fixed = table.column(column).combine_chunks().cast(pa.list_(pa.float32(), size))
                                table = table.set_column(table.column_names.index(column), column, fixed)
                        pq.write_table(table, path, compression=sys.argv[2])
            """;

    private LeRobotFixture() {}

    static void copyTo(Path folder) throws IOException {
        for (String name : FILES) {
            try (InputStream in = LeRobotFixture.class.getResourceAsStream("lerobot/" + name)) {
                Path file = folder.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, Objects.requireNonNull(in).readAllBytes());
            }
        }
    }

    /** Lets pyarrow write the Parquet files anew; false if there is no Python with pyarrow. */
    static boolean rewriteWithPyarrow(Path folder, String compression) throws IOException, InterruptedException {
        String python = System.getenv().getOrDefault("ADVECT_PYTHON", "python3");
        try {
            return new ProcessBuilder(python, "-c", REWRITE, folder.toString(), compression)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
