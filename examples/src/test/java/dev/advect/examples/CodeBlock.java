package dev.advect.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Java that a page of the documentation shows. */
final class CodeBlock {
    private CodeBlock() {}

    /** The lines of the first block. */
    static List<String> first(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int begin = lines.indexOf("```java");
        return lines.subList(begin + 1, begin + lines.subList(begin, lines.size()).indexOf("```"));
    }
}
