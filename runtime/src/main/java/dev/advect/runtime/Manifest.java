package dev.advect.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The description of a policy as strings in the metadata of a safetensors file.
 *
 * <p>Missing and unknown keys are rejected, as they may change what the policy does. Only keys that start with
 * {@code info.} are free. Some keys are written only if they differ from the default.
 */
record Manifest(PolicySpec spec, Squash squash, double actionBound, int chunk, double observationBound, Map<String, String> info) {
    private static final String FORMAT = "advect-policy";
    private static final String VERSION = "1";
    private static final String INFO = "info.";

    Map<String, String> toStrings() {
        Map<String, String> strings = new LinkedHashMap<>();
        strings.put("format", FORMAT);
        strings.put("version", VERSION);
        strings.put("kind", switch (spec) {
            case FlowSpec _ -> "flow";
            case GaussianSpec _ -> "gaussian";
            case LatentSpec _ -> "latent";
        });
        strings.put("observation_size", Integer.toString(spec.observationSize()));
        strings.put("action_size", Integer.toString(spec.actionSize()));
        strings.put("hidden", join(spec.hidden()));
        strings.put("activation", spec instanceof GaussianSpec gaussian ? name(gaussian.activation()) : "silu");
        strings.put("squash", name(squash));
        strings.put("action_bound", Double.toString(actionBound));
        if (chunk > 1) {
            strings.put("chunk", Integer.toString(chunk));
        }
        if (observationBound > 0) {
            strings.put("observation_bound", Double.toString(observationBound));
        }
        switch (spec) {
            case FlowSpec flow -> put(flow, strings);
            case GaussianSpec gaussian -> put(gaussian.deviation(), strings);
            case LatentSpec latent -> {
                put(latent.flow(), strings);
                strings.put("actor_hidden", join(latent.actorHidden()));
                strings.put("actor_min_std", Double.toString(latent.minStd()));
            }
        }
        new TreeMap<>(info).forEach((key, value) -> strings.put(INFO + key, value));
        return strings;
    }

    private static void put(FlowSpec flow, Map<String, String> strings) {
        strings.put("embedding", "cos_sin");
        strings.put("time_embedding", Integer.toString(flow.timeEmbedding()));
        strings.put("output_scale", Double.toString(flow.outputScale()));
        strings.put("networks", Integer.toString(flow.networks()));
        strings.put("times", join(flow.times()));
        strings.put("solver", name(flow.solver()));
        if (flow.predictsAction()) {
            strings.put("predicts", "action");
        }
        put(flow.noise(), strings);
    }

    private static void put(FlowNoise noise, Map<String, String> strings) {
        if (noise.initial() != 1) {
            strings.put("initial_noise", Double.toString(noise.initial()));
        }
        strings.put("noise_level", Double.toString(noise.level()));
        if (noise.sigmaMax() > 0) {
            strings.put("sigma_min", Double.toString(noise.sigmaMin()));
            strings.put("sigma_max", Double.toString(noise.sigmaMax()));
        }
        if (!noise.sampled()) {
            strings.put("sampled", "false");
        }
    }

    private static void put(Deviation deviation, Map<String, String> strings) {
        switch (deviation) {
            case Deviation.Softplus softplus -> strings.put("min_std", Double.toString(softplus.min()));
            case Deviation.Exponential exponential -> {
                strings.put("deviation", "exp");
                strings.put("log_std_offset", Double.toString(exponential.offset()));
                strings.put("log_std_min", Double.toString(exponential.min()));
                strings.put("log_std_max", Double.toString(exponential.max()));
            }
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String join(List<?> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static Manifest of(Map<String, String> strings) throws PolicyFileException {
        if (!FORMAT.equals(strings.get("format"))) {
            throw new PolicyFileException("it is no policy: its metadata does not say \"format\": \"" + FORMAT + "\"");
        }
        if (!VERSION.equals(strings.get("version"))) {
            throw new PolicyFileException("it is of version '" + Text.shorten(strings.getOrDefault("version", ""))
                    + "', this program reads " + VERSION);
        }
        return new Parser(strings).manifest();
    }

    /** A parser that removes key after key from a map; keys left at the end are unknown. */
    private static final class Parser {
        private final Map<String, String> remaining;

        Parser(Map<String, String> strings) {
            remaining = new LinkedHashMap<>(strings);
        }

        Manifest manifest() throws PolicyFileException {
            take("format");
            take("version");
            String kind = take("kind");
            Squash squash = choice("squash", Squash.values());
            double bound = number("action_bound");
            try {
                PolicySpec spec = switch (kind) {
                    case "flow" -> flow();
                    case "gaussian" -> new GaussianSpec(wholeNumber("observation_size"), wholeNumber("action_size"),
                            wholeNumbers("hidden"), choice("activation", Activation.values()), deviation());
                    case "latent" -> latent();
                    default -> throw new PolicyFileException(
                            "kind is '" + Text.shorten(kind) + "', this program knows flow, gaussian and latent");
                };
                return new Manifest(spec, squash, bound, remaining.containsKey("chunk") ? wholeNumber("chunk") : 1,
                        remaining.containsKey("observation_bound") ? number("observation_bound") : 0, info());
            } catch (IllegalArgumentException e) {
                throw new PolicyFileException(String.valueOf(e.getMessage()));
            }
        }

        private LatentSpec latent() throws PolicyFileException {
            FlowSpec flow = flow();
            return new LatentSpec(wholeNumbers("actor_hidden"), number("actor_min_std"), flow);
        }

        private FlowSpec flow() throws PolicyFileException {
            require("activation", "silu");
            require("embedding", "cos_sin");
            boolean predictsAction = remaining.containsKey("predicts");
            if (predictsAction) {
                require("predicts", "action");
            }
            return new FlowSpec(wholeNumber("observation_size"), wholeNumber("action_size"), wholeNumbers("hidden"),
                    wholeNumber("time_embedding"), number("output_scale"), wholeNumber("networks"), numbers("times"),
                    choice("solver", Solver.values()), noise(), predictsAction);
        }

        private FlowNoise noise() throws PolicyFileException {
            boolean steps = remaining.containsKey("sigma_min") || remaining.containsKey("sigma_max");
            boolean sampled = !remaining.containsKey("sampled");
            if (!sampled) {
                require("sampled", "false");
            }
            double initial = remaining.containsKey("initial_noise") ? number("initial_noise") : 1;
            return new FlowNoise(initial, number("noise_level"), steps ? number("sigma_min") : 0, steps ? number("sigma_max") : 0,
                    sampled);
        }

        private Deviation deviation() throws PolicyFileException {
            if (!remaining.containsKey("deviation")) {
                return new Deviation.Softplus(number("min_std"));
            }
            require("deviation", "exp");
            return new Deviation.Exponential(number("log_std_offset"), number("log_std_min"), number("log_std_max"));
        }

        private Map<String, String> info() throws PolicyFileException {
            Map<String, String> info = new LinkedHashMap<>();
            for (Map.Entry<String, String> entry : remaining.entrySet()) {
                if (!entry.getKey().startsWith(INFO)) {
                    throw new PolicyFileException("key '" + Text.shorten(entry.getKey()) + "' is not known");
                }
                info.put(entry.getKey().substring(INFO.length()), entry.getValue());
            }
            return info;
        }

        private String take(String key) throws PolicyFileException {
            String value = remaining.remove(key);
            if (value == null) {
                throw new PolicyFileException("key '" + key + "' is missing");
            }
            return value;
        }

        private void require(String key, String only) throws PolicyFileException {
            String value = take(key);
            if (!value.equals(only)) {
                throw new PolicyFileException(key + " is '" + Text.shorten(value) + "', this program knows " + only);
            }
        }

        private <E extends Enum<E>> E choice(String key, E[] known) throws PolicyFileException {
            String value = take(key);
            for (E one : known) {
                if (name(one).equals(value)) {
                    return one;
                }
            }
            throw new PolicyFileException(key + " is '" + Text.shorten(value) + "', this program knows "
                    + Stream.of(known).map(Manifest::name).collect(Collectors.joining(", ")));
        }

        private int wholeNumber(String key) throws PolicyFileException {
            return Text.whole(key, take(key));
        }

        private double number(String key) throws PolicyFileException {
            return Text.number(key, take(key));
        }

        private List<Integer> wholeNumbers(String key) throws PolicyFileException {
            return Text.list(key, take(key), Text::whole);
        }

        private List<Double> numbers(String key) throws PolicyFileException {
            return Text.list(key, take(key), Text::number);
        }
    }
}
