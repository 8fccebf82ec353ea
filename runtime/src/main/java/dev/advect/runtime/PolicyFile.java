package dev.advect.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A saved policy with everything needed to act.
 *
 * <p>An action is squash(clamp(π(clamp((s − shift) / scale, ± observationBound)), ± actionBound)).
 *
 * <p>The file is a safetensors file (github.com/huggingface/safetensors, README, "Format") whose {@code __metadata__}
 * describes the policy. Nothing in it is executed, everything is validated, and reading takes memory in proportion to
 * the file's size, so files from strangers are safe to read. Numbers have type F32; a weight matrix whose values are
 * all bfloat16 numbers has type BF16.
 *
 * @param spec the kind and sizes of the policy
 * @param actionBound the networks' output is clamped to ± this bound before it is squashed; 0 for no bound
 * @param chunk the number of actions per observation, to be executed one after another; {@code spec.actionSize()}
 *     counts the components of all of them
 * @param observationBound normalised observations are clamped to ± this bound; 0 for no bound
 * @param shift the offset subtracted from observations, {@code [observationSize]}
 * @param scale the divisor of the shifted observations, {@code [observationSize]}
 * @param parameters the parameters of all networks, in the order of {@link PolicySpec#parameters}
 * @param info human-readable information on its origin; keys consist of lower-case letters, digits and _
 */
public record PolicyFile(PolicySpec spec, Squash squash, double actionBound, int chunk, double observationBound, float[] shift,
        float[] scale, float[] parameters, Map<String, String> info) {

    /** The maximum length of a header, several times what the largest policy needs. */
    static final int MAX_HEADER = 1 << 22;

    /** The maximum size of a file: all parameters, the normaliser, and the longest header with its length. */
    static final int MAX_BYTES = (int) (Float.BYTES * (Sizes.MAX_PARAMETERS + 2 * Sizes.MAX_WIDTH)) + MAX_HEADER + Long.BYTES;

    public PolicyFile {
        info = Map.copyOf(info);
        float _ = Sizes.bound("action_bound", actionBound);
        float _ = Sizes.bound("observation_bound", observationBound);
        Sizes.rejectIf(chunk < 1 || spec.actionSize() % chunk != 0,
                "chunk: " + chunk + " is not possible with an action_size of " + spec.actionSize());
        Sizes.rejectIf(shift.length != spec.observationSize() || scale.length != spec.observationSize(),
                "the normaliser is not one of " + spec.observationSize() + " observations");
        Sizes.check(spec, parameters);
        for (int i = 0; i < shift.length; i++) {
            Sizes.rejectIf(!Float.isFinite(shift[i]), "norm.shift holds " + shift[i]);
            Sizes.rejectIf(!(scale[i] > 0 && scale[i] < Float.POSITIVE_INFINITY), "norm.scale holds " + scale[i]);
        }
        for (float parameter : parameters) {
            Sizes.rejectIf(!Float.isFinite(parameter), "a weight is " + parameter);
        }
        info.keySet().forEach(key -> Sizes.rejectIf(!key.matches("[a-z0-9_]{1,64}"), "info: a key is '" + key + "'"));
    }

    /** Creates a policy without a bound of normalised observations. */
    public PolicyFile(PolicySpec spec, Squash squash, double actionBound, int chunk, float[] shift, float[] scale,
            float[] parameters, Map<String, String> info) {
        this(spec, squash, actionBound, chunk, 0, shift, scale, parameters, info);
    }

    /** Creates a policy with one action per observation, without a bound of normalised observations. */
    public PolicyFile(PolicySpec spec, Squash squash, double actionBound, float[] shift, float[] scale, float[] parameters,
            Map<String, String> info) {
        this(spec, squash, actionBound, 1, shift, scale, parameters, info);
    }

    /**
     * Reads a policy from a file.
     *
     * @throws PolicyFileException if the file is not a policy, or is damaged
     * @throws IOException if the file cannot be read
     */
    public static PolicyFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (PolicyFileException e) {
            throw new PolicyFileException(file + ": " + e.getMessage());
        }
    }

    /** Reads a policy from a stream to its end. The stream is not closed. */
    public static PolicyFile read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new PolicyFileException("it has more than " + MAX_BYTES + " bytes");
        }
        return read(bytes);
    }

    /** Reads a policy from the content of a whole file. */
    public static PolicyFile read(byte[] bytes) throws PolicyFileException {
        return PolicyReader.read(bytes);
    }

    /**
     * A copy with another solver and equal steps.
     *
     * @param steps the total number of steps
     * @throws IllegalArgumentException if the policy is not a flow policy, or the number of steps is invalid
     */
    public PolicyFile with(Solver solver, int steps) {
        PolicySpec other = switch (spec) {
            case FlowSpec flow -> flow.with(solver, steps);
            case LatentSpec latent -> latent.with(solver, steps);
            case GaussianSpec _ -> throw new IllegalArgumentException("a Gaussian policy has no solver");
        };
        return new PolicyFile(other, squash, actionBound, chunk, observationBound, shift, scale, parameters, info);
    }

    /**
     * A copy with the weight matrices, but not the biases, rounded to bfloat16. Its file has half the size, and it is
     * faster if layers are wide. Actions change slightly; computation is still in float32.
     */
    public PolicyFile rounded() {
        float[] rounded = parameters.clone();
        for (FileTensor tensor : FileTensor.of(spec, shift, scale, rounded)) {
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size() && tensor.isMatrix(); i++) {
                rounded[i] = Bfloat16.round(rounded[i]);
            }
        }
        return new PolicyFile(spec, squash, actionBound, chunk, observationBound, shift, scale, rounded, info);
    }

    /** Writes the content of a whole file. The stream is not closed. */
    public void writeTo(OutputStream out) throws IOException {
        PolicyWriter.write(this, out);
    }
}
