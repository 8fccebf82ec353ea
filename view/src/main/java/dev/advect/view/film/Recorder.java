package dev.advect.view.film;

import dev.advect.config.InvalidValueException;
import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.Env;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import dev.advect.view.play.Cloud;
import dev.advect.view.play.Pilot;
import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Scene;
import dev.advect.view.scene.SceneReader;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs episodes in one instance of an environment and notes what is to be seen at every frame: nothing is drawn yet. When
 * an episode ends, the next one begins.
 */
public final class Recorder {
    /** The simulated seconds for which a reached goal is shown before the next episode. */
    private static final double SHOWN_SECONDS = 0.8;

    private final Env env;
    private final Pilot pilot;
    private final Rng random;
    private final double secondsPerFrame;
    private final @Nullable SceneReader reader;
    private final List<Scene> scenes = new ArrayList<>();
    private final List<Pose> poses = new ArrayList<>();
    private final List<Drawing> drawings = new ArrayList<>();
    private final List<Integer> episodes = new ArrayList<>();
    private final SortedMap<Integer, Cloud> clouds = new TreeMap<>();
    private int maxClouds;

    /**
     * @param seed the seed of the initial states
     * @param lane the number of this instance, which tells its initial states apart from those of others
     * @param secondsPerFrame the simulated time between two frames
     * @throws InvalidValueException if the environment cannot be seen
     */
    public Recorder(Env env, Pilot pilot, long seed, int lane, double secondsPerFrame) {
        this.env = env;
        this.pilot = pilot;
        this.secondsPerFrame = secondsPerFrame;
        random = new Rng(seed, lane);
        reader = SceneReader.of(env).orElse(null);
        InvalidValueException.throwIf(reader == null && !(env instanceof DrawableEnv), env.spec().name()
                + " cannot be drawn: it is not simulated by MuJoCo and does not implement DrawableEnv");
    }

    /** Notes as well what the policy would draw, see {@link Take#clouds}, at so many frames at most, evenly spaced. */
    public Recorder withClouds(int max) {
        maxClouds = max;
        return this;
    }

    /**
     * Records frames.
     *
     * @param count how many
     * @param oneEpisode whether to stop when the first episode ends
     */
    public Take record(int count, boolean oneEpisode) {
        float[] observation = new float[env.spec().observationSize()];
        float[] action = new float[env.spec().actionSize()];
        Step step = new Step(observation.length);
        double control = env.spec().controlSeconds();
        double time = 0;
        for (int episode = 0; episodes.size() < count && !(oneEpisode && episode > 0); episode++) {
            env.reset(random, observation);
            pilot.begin();
            @Nullable Scene scene = reader == null ? null : reader.scene();
            capture(scene, episode, time, count, observation);
            double done = 0;
            boolean over = false;
            for (int t = 1; !over && episodes.size() < count; t++) {
                pilot.act(observation, action);
                step.clear();
                env.step(action, step);
                System.arraycopy(step.observation, 0, observation, 0, observation.length);
                time += control;
                capture(scene, episode, time, count, observation);
                done = pilot.isDone() ? done + control : 0;
                over = step.terminated || step.truncated || t == env.spec().episodeSteps() || done > SHOWN_SECONDS;
            }
        }
        return new Take(scenes, poses, drawings, episodes, secondsPerFrame, clouds);
    }

    /** Notes what is seen now for all frames that are due. */
    private void capture(@Nullable Scene scene, int episode, double time, int count, float[] observation) {
        while (episodes.size() < count && episodes.size() * secondsPerFrame <= time + 1e-9) {
            if (maxClouds > 0 && episodes.size() % Math.ceilDiv(count, maxClouds) == 0) {
                pilot.cloud(observation).ifPresent(cloud -> clouds.put(episodes.size(), cloud));
            }
            episodes.add(episode);
            if (reader == null) {
                Drawing drawing = ((DrawableEnv) env).draw();
                drawing.picture().ifPresent(picture -> drawing.picture(picture.packed())); // hundreds are kept
                drawings.add(drawing);
            } else if (scene != null) {
                scenes.add(scene);
                poses.add(reader.pose());
            }
        }
    }
}
