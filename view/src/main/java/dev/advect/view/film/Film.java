package dev.advect.view.film;

import dev.advect.view.scene.Colour;

import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of takes: the first is the film, the others accompany it as pale ghosts. Pictures may be taken in any order
 * and by several threads at once.
 */
public final class Film implements Pictures {
    private static final Colour GHOST = new Colour(0.36f, 0.52f, 0.76f, 0.26f);

    private final List<Take> takes;
    private final int width;
    private final int height;
    private final Framing framing;
    private final Solids solids;

    /**
     * @param takes the takes, the film itself first, all of scenes
     * @param camera the camera's name, see {@code Framing}
     */
    private Film(List<Take> takes, String camera, int width, int height) {
        this.takes = takes;
        this.width = width;
        this.height = height;
        framing = new Framing(takes.getFirst(), camera, (double) width / height);
        solids = new Solids(framing.square());
    }

    /**
     * Creates the film of takes.
     *
     * @param takes the film itself first, then those of ghosts
     * @param camera the name of the camera: {@code track}, {@code side}, {@code front}, {@code back}, {@code diagonal},
     *     {@code top}, or one of the model's; drawings in two dimensions have none
     * @throws dev.advect.config.InvalidValueException if there is no such camera
     */
    public static Pictures of(List<Take> takes, String camera, int width, int height) {
        return takes.getFirst().isDrawn()
                ? new DrawnFilm(takes, width, height)
                : new Film(List.copyOf(takes), camera, width, height);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int count() {
        return takes.getFirst().frames();
    }

    @Override
    public int[] take(int frame) {
        Take main = takes.getFirst();
        List<Solid> all = new ArrayList<>(solids.of(main.scenes().get(frame), main.poses().get(frame)));
        for (Take ghost : takes.subList(1, takes.size())) {
            int at = Math.min(frame, ghost.frames() - 1);
            all.addAll(solids.ghost(ghost.scenes().get(at), ghost.poses().get(at), GHOST));
        }
        return new RayCaster(all, framing.viewpoint(frame), width, height, framing.reach()).take();
    }
}
