package dev.advect.offpolicy;

import dev.advect.data.Demonstrations;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** Demonstrations as replay buffers, one for training and one of whole episodes for validation. */
final class DemonstrationBuffers implements AutoCloseable {
    private final ReplayBuffer training;
    private final @Nullable ReplayBuffer validation;

    DemonstrationBuffers(Demonstrations demonstrations, OffPolicyConfig config) {
        double share = config.validationShare();
        int held = (int) (demonstrations.episodes() * share);
        training = buffer(demonstrations, config, demonstrations.episodes() - held);
        validation = held > 0 ? buffer(demonstrations, config, held) : null;
        for (int episode = 0; episode < demonstrations.episodes(); episode++) {
            // validation episodes are spread evenly
            boolean holdOut = (int) ((episode + 1) * share) > (int) (episode * share);
            add(demonstrations, episode, config.rewardScale(), holdOut && validation != null ? validation : training);
        }
    }

    private static ReplayBuffer buffer(Demonstrations demonstrations, OffPolicyConfig config, int episodes) {
        // room for one more row per episode, which holds its final observation, and for the open row
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

    /** The validation episodes; null if there are none. */
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
