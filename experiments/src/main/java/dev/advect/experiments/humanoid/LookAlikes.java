package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Anatomy;
import dev.advect.envs.humanoid.BodyStates;
import dev.advect.envs.humanoid.ReferenceMotion;

import java.util.List;
import java.util.Optional;

/**
 * Motions that the pelvis alone does not tell apart: they share the first pose, and for two seconds the path of the pelvis. A
 * policy that is told only the pelvis cannot know which of them is meant.
 */
final class LookAlikes {
    /** The frame at which poses are compared, two seconds after the first. */
    static final int FRAME = (int) (2 * ReferenceMotion.RATE);

    /** The largest difference of a body's first position, and of the pelvis's later ones, m. */
    private static final double TOLERANCE = 1e-3;

    private final List<BodyStates> poses;
    /** The bodies' mean positions over the motions, m, {@code [24, 3]}. */
    private final double[] mean = new double[3 * Anatomy.BODIES];

    /** @param poses the motions' poses after two seconds */
    LookAlikes(List<BodyStates> poses) {
        this.poses = List.copyOf(poses);
        for (BodyStates pose : poses) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += pose.position[i] / poses.size();
            }
        }
    }

    /** The look-alikes of a motion, itself among them in the order of all motions; empty if there are no others. */
    static Optional<LookAlikes> of(ReferenceMotion motion, List<ReferenceMotion> all) {
        List<ReferenceMotion> alike = all.stream().filter(other -> areAlike(motion, other)).toList();
        return alike.size() < 2 ? Optional.empty()
                : Optional.of(new LookAlikes(alike.stream().map(one -> one.bodies(FRAME)).toList()));
    }

    private static boolean areAlike(ReferenceMotion one, ReferenceMotion other) {
        if (Math.min(one.frames(), other.frames()) <= FRAME) {
            return false;
        }
        for (int body = 0; body < Anatomy.BODIES; body++) {
            if (one.bodies(0).distance(other.bodies(0), body) > TOLERANCE) {
                return false;
            }
        }
        for (int frame = 0; frame <= FRAME; frame++) {
            if (one.bodies(frame).distance(other.bodies(frame), 0) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    /** The number of motions. */
    int size() {
        return poses.size();
    }

    /** The index of the motion whose pose is given; -1 if it is of none. */
    int indexOf(BodyStates pose) {
        return poses.indexOf(pose);
    }

    /** The mean distance of all bodies from a motion's pose, m. */
    double distance(BodyStates now, int motion) {
        double sum = 0;
        for (int body = 0; body < Anatomy.BODIES; body++) {
            sum += now.distance(poses.get(motion), body);
        }
        return sum / Anatomy.BODIES;
    }

    /** The mean distance of all bodies from a motion's pose to that of the other motion that is nearest to it, m. */
    double apart(int motion) {
        double least = Double.POSITIVE_INFINITY;
        for (int other = 0; other < poses.size(); other++) {
            if (other != motion) {
                least = Math.min(least, distance(poses.get(other), motion));
            }
        }
        return least;
    }

    /** The mean distance of all bodies from their mean positions over the motions, m. */
    double distanceFromMean(BodyStates now) {
        double sum = 0;
        for (int body = 0; body < Anatomy.BODIES; body++) {
            double squares = 0;
            for (int i = 3 * body; i < 3 * body + 3; i++) {
                squares += (now.position[i] - mean[i]) * (now.position[i] - mean[i]);
            }
            sum += Math.sqrt(squares);
        }
        return sum / Anatomy.BODIES;
    }
}
