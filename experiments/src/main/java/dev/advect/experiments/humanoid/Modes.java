package dev.advect.experiments.humanoid;

import org.jspecify.annotations.Nullable;

/**
 * Which of several look-alike motions a policy performs, over episodes from their common first pose. An episode is committed to a
 * motion if after two seconds the mean distance of all bodies from its pose is below half the distance from that pose to the nearest
 * other look-alike's. Episodes that were lost before (the bodies' mean distance from the tracked motion exceeded 0.5 m, or the
 * simulation failed) count as {@code lost} only; all other shares and means are over the rest, and 0 if nothing is left.
 *
 * <p>Only committed episodes count in the entropy: noise can scatter a policy that holds a pose between the motions, so that now one
 * motion is the nearest and now another, and that is not multi-modality. A policy that always does the same has an entropy of 0, and so
 * has one with deterministic actions, or one that is never committed. Being told all bodies should lead to an entropy of 0 with
 * {@code told} at 1.
 *
 * @param motions the number of look-alikes
 * @param lost the share of episodes that were lost before two seconds
 * @param told the share of episodes that are committed to the motion that was to be tracked
 * @param entropy the entropy of the frequencies of the motions to which episodes are committed, bits, from 0 to the binary logarithm of
 *     {@code motions}
 * @param committed the share of episodes that are committed to a motion
 * @param nearest the mean distance from the motion that is nearest, committed or not, mm
 * @param meanPose the mean distance from the mean pose of all look-alikes, mm
 * @param apart the distance from the tracked motion to the nearest other look-alike after two seconds, mm; null in rows of older
 *     versions, in which every episode counts in {@code told} and {@code entropy}, and one that is nearer to a motion than to the mean
 *     pose is committed
 */
public record Modes(int motions, double lost, double told, double entropy, double committed, double nearest, double meanPose,
        @Nullable Double apart) {

    /** Whether the numbers have the meaning that is given here, and not that of older versions. */
    boolean isCurrent() {
        return apart != null;
    }
}
