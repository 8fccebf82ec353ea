package dev.advect.view.scene;

import java.util.List;

/**
 * What is seen of a model, whatever its pose. A new episode may change it, where an environment resizes its objects.
 *
 * @param geoms the visible geoms, in the order of {@link Pose#geoms()}
 * @param meshes the meshes that geoms refer to
 * @param strands the straight pieces of tendons, in the order of {@link Pose#strands()}
 * @param sites the sites that are not wholly transparent, in the order of {@link Pose#sites()}
 * @param cameras the model's cameras, in the order of {@link Pose#cameras()}
 */
public record Scene(List<Geom> geoms, List<Mesh> meshes, List<Strand> strands, List<Site> sites, List<Camera> cameras) {
    public Scene {
        geoms = List.copyOf(geoms);
        meshes = List.copyOf(meshes);
        strands = List.copyOf(strands);
        sites = List.copyOf(sites);
        cameras = List.copyOf(cameras);
    }
}
