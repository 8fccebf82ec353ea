package dev.advect.offpolicy;

import dev.advect.data.Demonstrations;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** Demonstrations as replay buffers: those that are learnt from, and whole episodes that are not. */
final class DemonstrationBuffers implements AutoCloseable {
    private final ReplayBuffer training;
    private final @Nullable ReplayBuffer validation;

    DemonstrationBuffers(Demonstrations demonstrations, OffPolicyConfig config) {
        double share = config.validationShare();
        int apart = (int) (demonstrations.episodes() * share);
        training = buffer(demonstrations, config, demonstrations.episodes() - apart);
        validation = apart > 0 ? buffer(demonstrations, config, apart) : null;
        for (int episode = 0; episode < demonstrations.episodes(); episode++) {
            // every so many episodes one is put aside
            boolean aside = (int) ((episode + 1) * share) > (int) (episode * share);
            add(demonstrations, episode, config.rewardScale(), aside && validation != null ? validation : training);
        }
    }

    private static ReplayBuffer buffer(Demonstrations demonstrations, OffPolicyConfig config, int episodes) {
        // room for a row more an episode, which holds its last observation, and for the open row
        return new ReplayBuffer(1, demonstrations.steps() + episodes + 4L, demonstrations.observationSize(),
                demonstrations.actionSize(), config.discount());
    }

    private static void add(Demonstrations from, int episode, double rewardScale, ReplayBuffer to) {
        MemorySegment observation = MemorySegment.ofArray(from.observation());
        MemorySegment action = MemorySegment.ofArray(from.action());
        MemorySegment next = MemorySegment.ofArray(from.nextObservation());
        for (int i = from.starts()[episode]; i < from.end(episode); i++) {
            to.add(0, observation, action, i, from.reward()[i] * rewardScale, from.terminated()[i], from.truncated()[i],
                    next);
        }
        to.cutOff(0);
    }

    ReplayBuffer training() {
        return training;
    }

    /** Null where nothing was put aside. */
    @Nullable ReplayBuffer validation() {
        return validation;
    }

    @Override
    public void close() {
        training.close();
        if (validation != null) {
            validation.close();
        }
    }
}
