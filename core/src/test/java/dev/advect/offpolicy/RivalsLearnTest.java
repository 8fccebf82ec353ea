package dev.advect.offpolicy;

import dev.advect.data.Demonstrations;
import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.nn.Precision;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.calql.CalQlConfig;
import dev.advect.offpolicy.calql.CalQlSettings;
import dev.advect.offpolicy.fql.FqlConfig;
import dev.advect.offpolicy.fql.FqlSettings;
import dev.advect.offpolicy.ibrl.IbrlConfig;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.offpolicy.ibrl.IbrlSettings;
import dev.advect.offpolicy.qc.QcConfig;
import dev.advect.offpolicy.qc.QcSettings;
import dev.advect.offpolicy.rlpd.RlpdConfig;
import dev.advect.offpolicy.rlpd.RlpdSettings;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.random.Rng;
import dev.advect.train.DemonstrationRollout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Each learns by itself that an action of 0.5 is best, the imitation policy of actions at random being one of about 0. */
class RivalsLearnTest {
    private static final List<Integer> HIDDEN = List.of(32);

    private static OffPolicyConfig loop(long pretrainUpdates) {
        return new OffPolicyConfig(4, 8, 32, 1, 1, 0, 10_000, 256, 1, 1, 0.5, 1, true, 0, 0, "", 0.5, 0, pretrainUpdates,
                NonFinite.ERROR);
    }

    private static CriticConfig critic(PolicyValue value) {
        return new CriticConfig(3, 2, HIDDEN, true, 5e-3, 0, 0.05, value, Precision.FLOAT32);
    }

    private static Demonstrations atRandom() {
        try (DemonstrationRollout rollout = new DemonstrationRollout(TinyEnv::new, null, new Acting(false, 0), 60, 1, true)) {
            return rollout.run();
        }
    }

    /** The mean central action after training. */
    private static double learnt(OffPolicySettings algorithm, @Nullable Demonstrations demonstrations) {
        return learnt(algorithm, demonstrations, null);
    }

    /** The mean action after training, drawn at random or, without a generator, the central one. */
    private static double learnt(
            OffPolicySettings algorithm, @Nullable Demonstrations demonstrations, @Nullable Rng random) {
        try (Workers workers = new Workers(1);
                OffPolicyLearner learner = algorithm.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3, demonstrations)) {
            while (learner.steps() < 1_500) {
                learner.collect();
                learner.update();
            }
            try (Actor actor = new Actor(learner.policy(), new Acting(true, 0), 4, 1)) {
                float[] actions = new float[4];
                int numbers = 4 * learner.policy().noiseSize();
                actor.act(new float[] {-0.5f, 0, 0, 1, 0.5f, 2, 0, 3},
                        random == null ? new float[numbers] : Tensors.normal(random, numbers), actions);
                double sum = 0;
                for (float action : actions) {
                    sum += action;
                }
                return sum / actions.length;
            }
        }
    }

    @Test
    void rlpd_fromScratch_findsTheBestAction() {
        RlpdConfig rlpd = new RlpdConfig(HIDDEN, 5e-3, 0.02, 0, 0, true);

        assertThat(learnt(new RlpdSettings(loop(0), critic(PolicyValue.MEAN), rlpd), null)).isCloseTo(0.5, within(0.2));
    }

    @Test
    void calQl_fromActionsAtRandom_findsTheBestAction() {
        CalQlConfig calql = new CalQlConfig(HIDDEN, 5e-3, -1, 0.02, 0, 0, false, true, 4, 0.1, 0.1, true);

        assertThat(learnt(new CalQlSettings(loop(300), critic(PolicyValue.MIN), calql), atRandom()))
                .isCloseTo(0.5, within(0.2));
    }

    @Test
    void ibrl_besideABadImitation_findsTheBestAction() {
        IbrlConfig ibrl = new IbrlConfig(HIDDEN, 0.1, 5e-3, 0.05, HIDDEN, 0.1, 5e-3, 100, 0.3, 0.1, 1_000, 0.5, Selection.SOFT, 10);

        assertThat(learnt(new IbrlSettings(loop(300), critic(PolicyValue.MIN), ibrl), atRandom()))
                .isCloseTo(0.5, within(0.2));
    }

    @Test
    void fql_fromActionsAtRandom_findsTheBestAction() {
        FqlConfig fql = new FqlConfig(HIDDEN, 4, 4, 0.1, true, PolicyValue.MEAN, 5e-3);

        assertThat(learnt(new FqlSettings(loop(300), critic(PolicyValue.MEAN), fql), atRandom()))
                .isCloseTo(0.5, within(0.2));
    }

    /** Without noise all its chunks are one, so it is judged by its drawn actions. */
    @Test
    void qc_fromActionsAtRandom_selectsTheBestAction() {
        QcConfig qc = new QcConfig(HIDDEN, 4, 4, 16, PolicyValue.MEAN, 5e-3);

        assertThat(learnt(new QcSettings(loop(300), critic(PolicyValue.MEAN), qc), atRandom(), new Rng(5, 0)))
                .isCloseTo(0.5, within(0.2));
    }
}
