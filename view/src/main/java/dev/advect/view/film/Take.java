package dev.advect.view.film;

import dev.advect.env.Drawing;
import dev.advect.view.play.Cloud;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * What one instance of an environment showed, frame by frame: either poses of scenes or drawings.
 *
 * @param scenes the scene of each frame, {@code [frames]}; a new episode may bring another one. Empty for drawings
 * @param poses the pose of each frame, {@code [frames]}; empty for drawings
 * @param drawings the drawing of each frame, {@code [frames]}; empty for poses
 * @param episodes the number of each frame's episode, from 0 on, {@code [frames]}
 * @param seconds the simulated time of a frame
 * @param clouds by the number of the frame, the actions that the policy would have drawn for its state; of some frames, or
 *     of none
 */
public record Take(List<Scene> scenes, List<Pose> poses, List<Drawing> drawings, List<Integer> episodes, double seconds,
        SortedMap<Integer, Cloud> clouds) {
    public Take {
        scenes = List.copyOf(scenes);
        poses = List.copyOf(poses);
        drawings = List.copyOf(drawings);
        episodes = List.copyOf(episodes);
        clouds = Collections.unmodifiableSortedMap(clouds);
    }

    /** The number of frames. */
    public int frames() {
        return episodes.size();
    }

    /** Whether its drawings are pictures. */
    public boolean isPictured() {
        return isDrawn() && drawings.getFirst().picture().isPresent();
    }

    /** Whether it is drawn in two dimensions. */
    public boolean isDrawn() {
        return !drawings.isEmpty();
    }
}
