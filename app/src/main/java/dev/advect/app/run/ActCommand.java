package dev.advect.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.options.Converters.Count;
import dev.advect.random.Rng;
import dev.advect.runtime.Policy;
import dev.advect.train.ConfigException;
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

/** Answers observations by actions, line by line. */
@Command(
        name = "act",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads observations from standard input, a JSON array of numbers on each line, and answers each at "
                + "once by a line with the action, an array of numbers in [-1, 1]. Actions are drawn, or not, as in the "
                + "run's evaluations. A policy of several actions at once answers by all of them in one array.",
        footer = {"", "Example:", "  advect act cheetah.policy --zero-noise < observations.jsonl"})
public final class ActCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A policy that export has written.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "Of the actions. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--zero-noise", description = "Take the policy's central action in any case.")
    private boolean zeroNoise;

    @Override
    public Integer call() throws IOException {
        Policy policy = Policy.load(file);
        Rng random = new Rng(seed.value(), 0);
        boolean sampled = !zeroNoise && policy.spec().stochasticByDefault();
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
                break; // nobody reads on
            }
        }
        return ExitCode.OK;
    }

    private static void read(String line, int number, float[] observation) {
        JsonNode array;
        try {
            array = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ConfigException("line " + number + " is no JSON: " + e.getOriginalMessage(), e);
        }
        boolean fits = array.isArray() && array.size() == observation.length;
        for (int i = 0; fits && i < observation.length; i++) {
            observation[i] = array.get(i).floatValue();
            fits = array.get(i).isNumber() && Float.isFinite(observation[i]);
        }
        if (!fits) {
            throw new ConfigException("line " + number + " is not an array of " + observation.length
                    + " numbers, which this policy observes");
        }
    }
}
