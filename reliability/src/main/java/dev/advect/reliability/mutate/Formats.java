package dev.advect.reliability.mutate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The formats whose readers are tried, by name. */
final class Formats {
    private static final Map<String, Supplier<MutantFormat>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("checkpoint", CheckpointFormat::new);
        ALL.put("demonstrations", DemonstrationFormat::new);
        ALL.put("config", ConfigFormat::new);
        ALL.put("mjcf", MjcfFormat::new);
        ALL.put("policy", PolicyFormat::new);
    }

    private Formats() {}

    static Iterable<String> names() {
        return ALL.keySet();
    }

    static MutantFormat of(String name) {
        Supplier<MutantFormat> format = ALL.get(name);
        if (format == null) {
            throw new IllegalArgumentException("there is no format " + name + ", there are " + ALL.keySet());
        }
        return format.get();
    }
}
