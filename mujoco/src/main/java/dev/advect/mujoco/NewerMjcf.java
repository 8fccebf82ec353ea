package dev.advect.mujoco;

import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What MJCF has gained since MuJoCo 2.2.2: that version calls it an error in the model, although another version of the
 * library is what is needed.
 */
final class NewerMjcf {
    /** Elements of MuJoCo 3 and their attributes, where 2.2.2 does not have them; an element that is all new stands alone. */
    static final String RESOURCE = "newer-mjcf.txt";

    /** Values of attributes, and elements that MuJoCo's schema leaves out. */
    private static final Set<String> KEYWORDS = Set.of("implicitfast", "filterexact", "sdf", "dcmotor");

    private static final Set<String> MACROS = Set.of("frame", "replicate");

    private static final Pattern KEYWORD = Pattern.compile("invalid keyword: '([^']*)'");
    private static final Pattern ATTRIBUTE = Pattern.compile("unrecognized attribute: '([^']*)'.*Element '([^']*)'");
    private static final Pattern ELEMENT = Pattern.compile("unrecognized element.*Element '([^']*)'");

    /** An element of MuJoCo's schema: its name, how often it may be there, and attributes, which go on in more lines. */
    private static final Pattern SCHEMA_LINE = Pattern.compile(" *(?:\\(world\\))?(\\w+) \\([!?*R]\\) *(.*)");

    private NewerMjcf() {}

    /** What to do about an error that the library in use reports, if it is one of an old version that meets a new model. */
    static Optional<String> hint(String error, LibraryFile library) {
        if (library.version().major() >= 3) {
            return Optional.empty();
        }
        String newer = Version.WHEEL.toString();
        return newWord(error).map(word -> word + " of MuJoCo 3.x, and this is " + library.version() + " ("
                + library.path() + "): " + (LibraryFinder.ofThisMachine().has(newer) ? "" : "advect mujoco --get=" + newer
                + ", then ") + "set " + LibraryFinder.VARIABLE + "=" + newer);
    }

    /** What is new in an error's text, such as {@code "'kv' is an attribute"}. */
    static Optional<String> newWord(String error) {
        Matcher keyword = KEYWORD.matcher(error);
        if (keyword.find()) {
            return Optional.of(keyword.group(1)).filter(KEYWORDS::contains).map(word -> "'" + word + "' is a keyword");
        }
        Map<String, Set<String>> table = table();
        Matcher attribute = ATTRIBUTE.matcher(error);
        if (attribute.find()) {
            boolean isNew = table.getOrDefault(attribute.group(2), Set.of()).contains(attribute.group(1));
            return isNew ? Optional.of("'" + attribute.group(1) + "' is an attribute") : Optional.empty();
        }
        Matcher element = ELEMENT.matcher(error);
        boolean isNew = element.find()
                && (MACROS.contains(element.group(1)) || table.getOrDefault(element.group(1), Set.of("")).isEmpty());
        return isNew ? Optional.of("<" + element.group(1) + "> is an element") : Optional.empty();
    }

    /** The attributes of each element that a schema, as {@code mj_printSchema} writes it, names. */
    static Map<String, Set<String>> elements(String schema) {
        Map<String, Set<String>> elements = new TreeMap<>();
        Set<String> attributes = new TreeSet<>();
        for (String line : schema.lines().toList()) {
            Matcher matcher = SCHEMA_LINE.matcher(line);
            if (matcher.matches()) {
                attributes = elements.computeIfAbsent(matcher.group(1), name -> new TreeSet<>());
            }
            String words = matcher.matches() ? matcher.group(2) : line;
            Arrays.stream(words.split(" +")).filter(word -> !word.isEmpty()).forEach(attributes::add);
        }
        return elements;
    }

    /** The table of what one schema has more than another. */
    static String table(String older, String newer) {
        Map<String, Set<String>> before = elements(older);
        StringBuilder table = new StringBuilder();
        elements(newer).forEach((name, attributes) -> {
            Set<String> added = new TreeSet<>(attributes);
            added.removeAll(before.getOrDefault(name, Set.of()));
            if (!before.containsKey(name)) {
                table.append(name).append('\n');
            } else if (!added.isEmpty()) {
                table.append(name).append(' ').append(String.join(" ", added)).append('\n');
            }
        });
        return table.toString();
    }

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new TreeMap<>();
        text().lines().map(line -> line.split(" ")).forEach(words ->
                table.put(words[0], Set.copyOf(Arrays.asList(words).subList(1, words.length))));
        return table;
    }

    static String text() {
        try (InputStream stream = NewerMjcf.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(stream, RESOURCE).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
