package dev.advect.experiments.humanoid;

/**
 * Which of several look-alike motions a policy performs, over episodes from their common first pose. Each episode is assigned to
 * the motion whose pose after two seconds is nearest, by the mean distance of all bodies. Episodes that were lost before (the
 * bodies' mean distance from the tracked motion exceeded 0.5 m) are assigned to none, and all other shares and means are
 * over the rest; they are 0 if nothing is left.
 *
 * <p>A policy that always does the same has an entropy of 0, and so has one with deterministic actions. A high entropy alone is not
 * multi-modality: a policy that holds a pose between the motions is assigned to one or another by chance. Such a policy is
 * rarely {@code committed}, and its {@code nearest} is not below its {@code meanPose}. Being told all bodies should lead to an
 * entropy of 0 with {@code told} at 1.
 *
 * @param motions the number of look-alikes
 * @param lost the share of episodes that were lost before two seconds
 * @param told the share of episodes that are assigned to the motion that was to be tracked
 * @param entropy the entropy of the assignments' frequencies, bits, from 0 to the binary logarithm of {@code motions}
 * @param committed the share of episodes that are nearer to a motion than to the mean pose of all look-alikes
 * @param nearest the mean distance from the assigned motion, mm
 * @param meanPose the mean distance from the mean pose of all look-alikes, mm
 */
public record Modes(int motions, double lost, double told, double entropy, double committed, double nearest, double meanPose) {}
