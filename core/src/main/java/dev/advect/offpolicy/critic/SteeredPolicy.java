package dev.advect.offpolicy.critic;

import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.Candidates;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.critic.Steering.Kind;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A policy that acts in the way of a {@link Steering}, for one thread. It owns neither policy nor critic. */
public final class SteeredPolicy implements Policy {
    private static final int ASCENT_STEPS = 5;

    private final Policy policy;
    private final CriticEnsemble critic;
    private final Steering steering;
    private final Rng random;

    /** @param random of random directions */
    public SteeredPolicy(Policy policy, CriticEnsemble critic, Steering steering, Rng random) {
        this.policy = policy;
        this.critic = critic;
        this.steering = steering;
        this.random = random;
    }

    /** @return actions as the environment receives them, {@code [n, c · actionSize]} */
    @Override
    public Tensor act(int worker, Tensor s, Tensor z) {
        Tensor noise = steering.kind() == Kind.NOISE ? z.mul(new Scalar(steering.amount())) : z;
        Candidates drawn = Candidates.draw(policy, worker, s, noise, steering.samples());
        return switch (steering.kind()) {
            case DRAWN, NOISE -> drawn.actions();
            case MEAN -> drawn.grouped().mean(1);
            case BEST -> best(drawn);
            case ASCENT, RANDOM -> moved(s, drawn.actions());
        };
    }

    private Tensor best(Candidates drawn) {
        float[] value = new float[(int) drawn.actions().size(0)];
        critic.meanValue(CriticEnsemble.input(Torch.floats(drawn.states()), Torch.floats(drawn.actions()), (int) drawn.actions().size(1)),
                value, new float[0]);
        return drawn.best(torch.tensor(value));
    }

    private Tensor moved(Tensor s, Tensor a) {
        int n = (int) a.size(0);
        int d = (int) a.size(1);
        float[] observation = Torch.floats(s);
        float[] x = Torch.floats(a);
        int steps = steering.kind() == Kind.ASCENT ? ASCENT_STEPS : 1;
        for (int step = 0; step < steps; step++) {
            float[] direction = new float[n * d];
            if (steering.kind() == Kind.ASCENT) {
                critic.meanValue(CriticEnsemble.input(observation, x, d), new float[n], direction);
            } else {
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = (float) random.nextGaussian();
                }
            }
            for (int i = 0; i < n; i++) {
                double length = norm(direction, i, d);
                for (int j = i * d; j < (i + 1) * d; j++) {
                    double by = length == 0 ? 0 : steering.amount() / steps * direction[j] / length;
                    x[j] = Math.clamp((float) (x[j] + by), -1f, 1f);
                }
            }
        }
        return torch.tensor(x).view(n, d);
    }

    /** The length of row {@code i} of {@code [n, d]}. */
    static double norm(float[] x, int i, int d) {
        double sum = 0;
        for (int j = i * d; j < (i + 1) * d; j++) {
            sum += (double) x[j] * x[j];
        }
        return Math.sqrt(sum);
    }

    @Override
    public Squash squash() {
        return Squash.CLIP;
    }

    @Override
    public boolean stochasticByDefault() {
        return true;
    }

    @Override
    public int actionSize() {
        return policy.actionSize();
    }

    @Override
    public int chunk() {
        return policy.chunk();
    }

    @Override
    public int noiseSize() {
        return steering.samples() * policy.noiseSize();
    }

    @Override
    public RunningNorm norm() {
        return policy.norm();
    }

    @Override
    public Parameters parameters() {
        return policy.parameters();
    }

    @Override
    public void close() {
        // owns nothing
    }
}
