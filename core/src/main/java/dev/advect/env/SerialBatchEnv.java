package dev.advect.env;

import dev.advect.io.Closer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A batch whose environments are stepped one after another by the calling thread. */
final class SerialBatchEnv implements BatchEnv {
    private final EnvSpec spec;
    private final List<Env> envs = new ArrayList<>();
    private final Closer closer = new Closer();

    SerialBatchEnv(EnvFactory factory, int count) {
        try {
            for (int i = 0; i < count; i++) {
                envs.add(closer.add(factory.create()));
            }
            spec = envs.getFirst().spec();
        } catch (RuntimeException | Error e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    @Override
    public EnvSpec spec() {
        return spec;
    }

    @Override
    public int count() {
        return envs.size();
    }

    @Override
    public void reset(int i, RandomGenerator random, float[] observation) {
        envs.get(i).reset(random, observation);
    }

    @Override
    public void step(int from, int to, float[][] actions, Step[] out) {
        for (int i = from; i < to; i++) {
            envs.get(i).step(actions[i], out[i]);
        }
    }

    @Override
    public @Nullable SavableEnv savable(int i) {
        return SavableEnv.of(envs.get(i));
    }

    @Override
    public void close() {
        closer.close();
    }
}
