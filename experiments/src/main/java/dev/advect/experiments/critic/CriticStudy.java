package dev.advect.experiments.critic;

import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.experiments.critic.Calibration.Decision;
import dev.advect.io.Checkpoints;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Agent;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.offpolicy.critic.CriticProbe;
import dev.advect.offpolicy.critic.CriticProbe.Look;
import dev.advect.offpolicy.critic.SteeredPolicy;
import dev.advect.offpolicy.critic.Steering;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Evaluator;
import dev.advect.train.LearnerFactory;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A look at the critic of a finished off-policy run, in episodes of its policy. One thread. */
public final class CriticStudy implements AutoCloseable {
    private final EnvFactory factory;
    private final Workers workers = new Workers(1);
    private final Agent agent;
    private final Acting acting;
    private final double discount;
    private final long step;

    /**
     * Loads a checkpoint.
     *
     * @param which {@code best}, {@code latest} or a step
     * @throws RunException if the run has no critic of actions
     */
    public CriticStudy(RunDirectory directory, String which, EnvFactory factory) throws IOException {
        this.factory = factory;
        RunConfig config = directory.config();
        if (!(config.algorithm() instanceof OffPolicySettings settings)) {
            throw new RunException(ConfigYaml.name(config.algo()) + " has no critic of actions; swfp, rlpd, calql, ibrl, fql and qc have one");
        }
        Checkpoints.Loaded loaded = directory.checkpoints().load(which);
        step = loaded.checkpoint().step();
        acting = settings.acting();
        discount = settings.loop().discount();
        agent = settings.agent(LearnerFactory.spec(factory), workers, config.seed());
        agent.load(loaded.state());
    }

    /** The number of environment steps for which the run had trained. */
    public long step() {
        return step;
    }

    /** The mean over episodes of the returns of a way to act. */
    public Evaluation evaluate(Steering way, int episodes, long seed) {
        SteeredPolicy policy = new SteeredPolicy(agent.policy(), agent.critic(), way, new Rng(seed, 2));
        try (Evaluator evaluator = new Evaluator(factory, policy, workers, episodes, acting)) {
            return evaluator.evaluate(policy, seed, true);
        }
    }

    /** Looks at every decision of some episodes, in which the policy draws its actions. */
    public Calibration calibrate(int episodes, long seed) {
        Policy policy = agent.policy();
        int chunk = policy.chunk();
        List<List<Seen>> seen = new ArrayList<>();
        List<List<Double>> rewards = new ArrayList<>();
        for (int i = 0; i < episodes; i++) {
            seen.add(new ArrayList<>());
            rewards.add(new ArrayList<>());
        }
        List<Decision> decisions = new ArrayList<>();
        Rng random = new Rng(seed, 1);
        CriticProbe probe = new CriticProbe(agent, acting);
        try (VectorEnv envs = new VectorEnv(factory, episodes, new Rng(seed, 0).nextLong(), NonFinite.END_EPISODE);
                HostTensor action = new HostTensor(episodes, policy.actionSize())) {
            envs.reset(0, episodes);
            boolean[] done = new boolean[episodes];
            int running = episodes;
            float[] decided = {};
            for (int t = 0; running > 0; t++) {
                int part = t % chunk; // all episodes began together
                if (part == 0) {
                    Look look = probe.look(envs.observations().toArray(ValueLayout.JAVA_FLOAT), random);
                    decided = look.action();
                    for (int i = 0; i < episodes; i++) {
                        if (!done[i]) {
                            seen.get(i).add(new Seen(t, look.value()[i], look.cosine()[i], look.gain()[i]));
                        }
                    }
                }
                for (int i = 0; i < episodes; i++) {
                    int from = (i * chunk + part) * policy.actionSize();
                    action.write((long) i * policy.actionSize(), decided, from, policy.actionSize());
                }
                envs.step(0, episodes, action.segment());
                for (int i = 0; i < episodes; i++) {
                    if (done[i]) {
                        continue;
                    }
                    rewards.get(i).add(envs.reward(i));
                    if (envs.terminated(i) || envs.truncated(i)) {
                        done[i] = true;
                        running--;
                        decisions.addAll(withReturns(seen.get(i), rewards.get(i)));
                    }
                }
            }
        }
        return Calibration.of(decisions);
    }

    /**
     * The probe's {@link Look} at one decision of an episode.
     *
     * @param time the step of the episode at which the policy decided
     */
    private record Seen(int time, double value, double cosine, double gain) {}

    /** The decisions of a whole episode with the discounted returns that followed them. */
    private List<Decision> withReturns(List<Seen> seen, List<Double> rewards) {
        double[] returns = new double[rewards.size() + 1];
        for (int t = rewards.size() - 1; t >= 0; t--) {
            returns[t] = rewards.get(t) + discount * returns[t + 1];
        }
        return seen.stream().map(one -> new Decision(one.value(), returns[one.time()], one.cosine(), one.gain())).toList();
    }

    @Override
    public void close() {
        agent.close();
        workers.close();
    }
}
