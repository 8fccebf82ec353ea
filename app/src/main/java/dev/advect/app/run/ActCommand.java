package dev.advect.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.options.Converters.Count;
import dev.advect.config.InvalidValueException;
import dev.advect.random.Rng;
import dev.advect.runtime.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Reads observations and answers each with an action, one per line. */
@Command(
        name = "act",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads observations from standard input, one JSON array of numbers per line, and answers each line "
                + "with the action, a JSON array of numbers in [-1, 1]. Actions are stochastic or deterministic as in the "
                + "run's evaluations. A policy that decides on several actions at once prints them in one array.",
        footer = {"", "Example:", "  advect act cheetah.policy --deterministic < observations.jsonl"})
public final class ActCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Policy file, written by advect export.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of stochastic actions. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = {"--deterministic", "--zero-noise"},
            description = "Use deterministic actions: a flow's from zero noise, a Gaussian's mean. Default: as in the "
                    + "run's evaluations.")
    private boolean deterministic;

    @Override
    public Integer call() throws IOException {
        Policy policy = Policy.load(file);
        Rng random = new Rng(seed.value(), 0);
        boolean sampled = !deterministic && policy.spec().stochasticByDefault();
        float[] observation = new float[policy.observationSize()];
        float[] action = new float[policy.actionSize()];
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            read(line, number, observation);
            if (sampled) {
                policy.act(observation, action, random);
            } else {
                policy.act(observation, action);
            }
            out.println(MAPPER.writeValueAsString(action));
            if (out.checkError()) {
                break; // the reader has closed the pipe
            }
        }
        return ExitCode.OK;
    }

    private static void read(String line, int number, float[] observation) {
        JsonNode array;
        try {
            array = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("line " + number + " is no JSON: " + e.getOriginalMessage(), e);
        }
        boolean fits = array.isArray() && array.size() == observation.length;
        for (int i = 0; fits && i < observation.length; i++) {
            observation[i] = array.get(i).floatValue();
            fits = array.get(i).isNumber() && Float.isFinite(observation[i]);
        }
        if (!fits) {
            throw new InvalidValueException("line " + number + " is not an array of " + observation.length
                    + " numbers, which this policy observes");
        }
    }
}
