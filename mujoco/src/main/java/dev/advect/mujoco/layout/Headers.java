package dev.advect.mujoco.layout;

import dev.advect.mujoco.library.Version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The C headers of one version of MuJoCo, from which its {@link Layout} is read. */
public final class Headers {
    private static final Pattern VERSION = Pattern.compile("#\\s*define\\s+mjVERSION_HEADER\\s+(\\d{3,9})\\b");

    /** A line of the list of arrays: type, name, number of rows, number of columns. */
    private static final Pattern SHAPE = Pattern.compile(
            "\\bX\\w*\\s*\\(\\s*\\w+\\s*,\\s*(\\w+)\\s*,\\s*(?:MJ_\\w\\()?\\s*(\\w+)\\s*\\)?\\s*,"
                    + "\\s*(?:MJ_\\w\\()?\\s*(\\w+)\\s*\\)?\\s*\\)");

    /** No header of MuJoCo has a tenth of this; what has is something else. */
    private static final long MAX_BYTES = 2_000_000;

    private final Map<String, String> texts;
    private final Version version;

    /** The headers whose texts these are, by name. */
    public Headers(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
        Matcher matcher = VERSION.matcher(text("mujoco.h"));
        if (!matcher.find()) {
            throw new HeaderException("mujoco.h does not say its version");
        }
        this.version = Version.ofNumber(Integer.parseInt(matcher.group(1)));
    }

    /** The folders with headers that may belong to a library: those beside it, then those of the system. */
    static List<Path> folders(Path library) {
        Path folder = library.toAbsolutePath().normalize().getParent();
        Stream<Path> beside = folder == null
                ? Stream.empty()
                : Stream.of("include/mujoco", "include", "../include/mujoco", "../include", "Headers", "../Headers")
                        .map(folder::resolve);
        return Stream.concat(beside, Stream.of("/usr/include/mujoco", "/usr/include").map(Path::of))
                .map(Path::normalize)
                .filter(candidate -> Files.isRegularFile(candidate.resolve("mujoco.h")))
                .distinct()
                .toList();
    }

    /** Reads all headers in a folder. */
    public static Headers read(Path folder) {
        return new Headers(texts(folder));
    }

    /** The texts of all headers in a folder, by name. */
    public static Map<String, String> texts(Path folder) {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> headers = files.filter(file -> file.toString().endsWith(".h") && Files.isRegularFile(file))
                    .toList();
            for (Path header : headers) {
                if (Files.size(header) <= MAX_BYTES) {
                    // every byte is a character here: a damaged file is no reason for another kind of error
                    texts.put(name(header), Files.readString(header, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new HeaderException("cannot read " + folder + ": " + e);
        }
        return texts;
    }

    private static String name(Path header) {
        return String.valueOf(header.getFileName());
    }

    public Version version() {
        return version;
    }

    /** The layout of the structures, on Windows or on another system. */
    public Layout layout(boolean windows) {
        CPreprocessor source = new CPreprocessor(this::text);
        // absent before 2.2.1 and after 3.5, unless another one includes it
        Stream.of("mjtype.h", "mjtnum.h").filter(texts::containsKey).forEach(source::include);
        source.include("mjmodel.h");
        source.include("mjdata.h");
        return new LayoutFacts(CParser.parse(source, windows), shapes()).layout(version);
    }

    /** The shapes of the arrays, each with rows and columns, by name. */
    private Map<String, List<String>> shapes() {
        Map<String, List<String>> shapes = new HashMap<>();
        SHAPE.matcher(text("mjxmacro.h").replace("\\\n", " ").replace("\\\r\n", " "))
                .results()
                .forEach(found -> shapes.putIfAbsent(found.group(1), List.of(found.group(2), found.group(3))));
        return shapes;
    }

    private String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new HeaderException("there is no " + name);
        }
        return text;
    }
}
