package dev.advect.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A saved policy: all that it takes to act.
 *
 * <p>An action is squash(clamp(π((s − shift) / scale), ± bound)).
 *
 * <p>The file is a safetensors file (github.com/huggingface/safetensors, README, "Format") whose {@code __metadata__}
 * describes the policy. Nothing in it is executed, all of it is checked, and what is read takes memory of the order of
 * the file's size: a stranger's file is safe to read. Numbers are of type F32; a matrix of weights that are all
 * bfloat16 numbers is of type BF16.
 *
 * @param spec kind and sizes
 * @param actionBound what the networks choose is held within ± this before it is squashed; 0 for no bound
 * @param chunk how many actions an observation is answered by, to be taken one after the other; {@code spec.actionSize()}
 *     counts the components of all
 * @param shift subtracted from observations, {@code [observationSize]}
 * @param scale observations are then divided by this, {@code [observationSize]}
 * @param parameters all networks', in the order of {@link PolicySpec#parameters}
 * @param info what made it, for people; keys of small letters, digits and _
 */
public record PolicyFile(PolicySpec spec, Squash squash, double actionBound, int chunk, float[] shift, float[] scale,
        float[] parameters, Map<String, String> info) {

    /** The largest file that is read. */
    static final int MOST_BYTES = 1 << 28;

    public PolicyFile {
        info = Map.copyOf(info);
        Sizes.refuse(!(actionBound >= 0 && actionBound < Double.POSITIVE_INFINITY),
                "action_bound: " + actionBound + " is not possible");
        Sizes.refuse(chunk < 1 || spec.actionSize() % chunk != 0,
                "chunk: " + chunk + " is not possible with an action_size of " + spec.actionSize());
        Sizes.refuse(shift.length != spec.observationSize() || scale.length != spec.observationSize(),
                "the normaliser is not one of " + spec.observationSize() + " observations");
        Sizes.check(spec, parameters);
        for (int i = 0; i < shift.length; i++) {
            Sizes.refuse(!Float.isFinite(shift[i]), "norm.shift holds " + shift[i]);
            Sizes.refuse(!(scale[i] > 0 && scale[i] < Float.POSITIVE_INFINITY), "norm.scale holds " + scale[i]);
        }
        for (float parameter : parameters) {
            Sizes.refuse(!Float.isFinite(parameter), "a weight is " + parameter);
        }
        info.keySet().forEach(key -> Sizes.refuse(!key.matches("[a-z0-9_]{1,64}"), "info: a key is '" + key + "'"));
    }

    /** A policy of one action an observation. */
    public PolicyFile(PolicySpec spec, Squash squash, double actionBound, float[] shift, float[] scale, float[] parameters,
            Map<String, String> info) {
        this(spec, squash, actionBound, 1, shift, scale, parameters, info);
    }

    /**
     * @throws PolicyFileException where it holds no policy, or a damaged one
     * @throws IOException where it cannot be read
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

    /** Reads the stream to its end, and does not close it. */
    public static PolicyFile read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new PolicyFileException("it has more than " + MOST_BYTES + " bytes");
        }
        return read(bytes);
    }

    /** The content of a whole file. */
    public static PolicyFile read(byte[] bytes) throws PolicyFileException {
        return PolicyReader.read(bytes);
    }

    /**
     * The same velocity fields with another solver, and equal steps.
     *
     * @param steps in all
     * @throws IllegalArgumentException where the policy is no flow policy, or steps are not possible
     */
    public PolicyFile with(Solver solver, int steps) {
        if (!(spec instanceof FlowSpec flow)) {
            throw new IllegalArgumentException("a Gaussian policy has no solver");
        }
        return new PolicyFile(flow.with(solver, steps), squash, actionBound, chunk, shift, scale, parameters, info);
    }

    /**
     * The same policy with its matrices of weights, but not its biases, rounded to bfloat16: a file of half the size, and
     * faster where layers are wide. Actions are other ones, a little; what they are computed in is float32 as before.
     */
    public PolicyFile rounded() {
        float[] rounded = parameters.clone();
        for (FileTensor tensor : FileTensor.of(spec, shift, scale, rounded)) {
            for (int i = tensor.at(); i < tensor.at() + tensor.size() && tensor.isMatrix(); i++) {
                rounded[i] = Bfloat16.round(rounded[i]);
            }
        }
        return new PolicyFile(spec, squash, actionBound, chunk, shift, scale, rounded, info);
    }

    /** Writes a whole file's content, and does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
        PolicyWriter.write(this, out);
    }
}
