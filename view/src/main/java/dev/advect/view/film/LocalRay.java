package dev.advect.view.film;

/** A ray in the frame of a solid, and where it meets the solid first. It is reused, so that pixels allocate nothing. */
final class LocalRay {
    double ox;
    double oy;
    double oz;
    double dx;
    double dy;
    double dz;
    /** The distance to what was met; only what is nearer is looked for. */
    double distance;
    /** The normal there, not normalised; set by triangles only. */
    double nx;
    double ny;
    double nz;

    double origin(int axis) {
        return axis == 0 ? ox : axis == 1 ? oy : oz;
    }

    double direction(int axis) {
        return axis == 0 ? dx : axis == 1 ? dy : dz;
    }
}
