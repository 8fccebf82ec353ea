package dev.advect.view.scene;

import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.FloatView;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.layout.ModelField;

/** Makes a mesh of the surface of a height field. */
final class HeightField {
    private HeightField() {}

    /** The surface: two triangles for each cell of its grid. The block below it is left out. */
    static Mesh mesh(Model model, int id) {
        int rows = model.ints(ModelField.HFIELD_NROW).get(id);
        int columns = model.ints(ModelField.HFIELD_NCOL).get(id);
        int from = model.ints(ModelField.HFIELD_ADR).get(id);
        DoubleView size = model.doubles(ModelField.HFIELD_SIZE); // half along x, half along y, height, depth
        FloatView heights = model.floats(ModelField.HFIELD_DATA);
        float[] vertices = new float[3 * rows * columns];
        int[] faces = new int[6 * (rows - 1) * (columns - 1)];
        int face = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int v = r * columns + c;
                vertices[3 * v] = (float) (size.get(4 * id) * (2.0 * c / (columns - 1) - 1));
                vertices[3 * v + 1] = (float) (size.get(4 * id + 1) * (2.0 * r / (rows - 1) - 1));
                vertices[3 * v + 2] = (float) (size.get(4 * id + 2) * heights.get(from + v));
                if (r > 0 && c > 0) {
                    int[] cell = {v - columns - 1, v - columns, v, v - columns - 1, v, v - 1};
                    System.arraycopy(cell, 0, faces, face, cell.length);
                    face += cell.length;
                }
            }
        }
        return new Mesh(vertices, faces);
    }
}
