package dev.advect.view.live;

import dev.advect.config.InvalidValueException;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.ModelField;
import dev.advect.view.record.Drag;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pointer that leads a body or site by actions, see {@link Drag}. It is led in the plane that faces the camera. */
final class HandDrag {
    private final Data data;
    private final Drag drag;
    private final int id;
    private final double[] position;
    private final double[] rotation;
    /** The degree of freedom of each component that turns a joint. */
    private final Map<Integer, Integer> dofs = new HashMap<>();
    private @Nullable Aim aim;

    /**
     * Where the pointer is: on a ray from the eye.
     *
     * @param eye the origin of the ray, {@code [3]}
     * @param ray its direction, {@code [3]}
     * @param facing the direction in which the camera looks, {@code [3]}
     */
    record Aim(double[] eye, double[] ray, double[] facing) {}

    /** @throws InvalidValueException if the model has no such body, site or joint */
    HandDrag(Data data, Drag drag) {
        this.data = data;
        this.drag = drag;
        Model model = data.model();
        String body = drag.body();
        id = body != null ? find(model, ObjectType.BODY, body) : find(model, ObjectType.SITE, String.valueOf(drag.site()));
        drag.joints().forEach((component, joint) ->
                dofs.put(component, model.ints(ModelField.JNT_DOFADR).get(find(model, ObjectType.JOINT, joint))));
        position = new double[3 * model.nv()];
        rotation = new double[3 * model.nv()];
    }

    private static int find(Model model, ObjectType type, String name) {
        List<String> names = model.names(type);
        InvalidValueException.throwIf(!names.contains(name), "drag: the model has no " + type.name().toLowerCase(Locale.ROOT)
                + " '" + name + "'");
        return names.indexOf(name);
    }

    void aim(Aim at) {
        aim = at;
    }

    void release() {
        aim = null;
    }

    /** Where the body or site is, and where the pointer leads it, {@code [6]}; empty if it is not led. */
    Optional<double[]> line() {
        Aim at = aim;
        if (at == null) {
            return Optional.empty();
        }
        double[] line = new double[6];
        double towards = 0;
        double depth = 0;
        for (int k = 0; k < 3; k++) {
            line[k] = (drag.body() != null ? data.xpos() : data.siteXpos()).get(3 * id + k);
            towards += at.ray()[k] * at.facing()[k];
            depth += (line[k] - at.eye()[k]) * at.facing()[k];
        }
        if (!(towards > 1e-6) || !(depth > 0)) {
            return Optional.empty(); // the plane is behind the eye
        }
        for (int k = 0; k < 3; k++) {
            line[3 + k] = at.eye()[k] + at.ray()[k] * depth / towards;
        }
        return Optional.of(line);
    }

    /** What it adds to an action of this size. */
    float[] action(int size) {
        float[] action = new float[size];
        line().ifPresent(line -> {
            if (drag.body() != null) {
                data.bodyJacobian(id, position, rotation);
            } else {
                data.siteJacobian(id, position, rotation);
            }
            double[] d = {line[3] - line[0], line[4] - line[1], line[5] - line[2]};
            drag.axes().forEach((component, axis) -> action[component] = (float) along(axis, d));
            dofs.forEach((component, dof) -> action[component] = (float) about(dof, d));
        });
        return action;
    }

    private double along(List<Double> axis, double[] d) {
        int nv = data.model().nv();
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double v = 0;
            for (int dof = 0; dof < nv; dof++) {
                v += position[k * nv + dof] * data.qvel().get(dof);
            }
            sum += axis.get(k) * (drag.gain() * d[k] - drag.damping() * v);
        }
        return sum;
    }

    private double about(int dof, double[] d) {
        int nv = data.model().nv();
        double sum = -drag.damping() * data.qvel().get(dof);
        for (int k = 0; k < 3; k++) {
            sum += drag.gain() * position[k * nv + dof] * d[k];
        }
        return sum;
    }
}
