package dev.advect.view.record;

import dev.advect.config.InvalidValueException;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the pressed mouse leads a body or site of a simulated model: actions pull it towards the pointer. With d from its
 * place to the pointer in metres and v its velocity in m/s, a component along an axis e is
 * {@code gain · e·d - damping · e·v}; one that is the torque of a joint with the column J of the Jacobian and the velocity q
 * is {@code gain · J·d - damping · q}.
 *
 * @param body the name of the body that is led; null if it is a site
 * @param site the name of the site that is led; null if it is a body
 * @param gain the action per metre, or per square metre of a joint
 * @param damping the action per m/s, or per rad/s of a joint
 * @param axes by the component of the action, the axis in space along which it acts, {@code [3]}
 * @param joints by the component of the action, the name of the joint that it turns
 */
public record Drag(@Nullable String body, @Nullable String site, double gain, double damping,
        Map<Integer, List<Double>> axes, Map<Integer, String> joints) {
    public Drag {
        axes = Objects.requireNonNullElse(axes, Map.of());
        joints = Objects.requireNonNullElse(joints, Map.of());
        InvalidValueException.throwIf((body == null) == (site == null), "drag names a body or a site, and not both");
        InvalidValueException.throwIf(axes.isEmpty() == joints.isEmpty(), "drag has either axes or joints");
        InvalidValueException.throwIf(!(gain > 0) || !(damping >= 0),
                "drag needs a gain above 0 and a damping of 0 or more, not " + gain + " and " + damping);
        axes.values().forEach(axis -> InvalidValueException.throwIf(axis.size() != 3,
                "an axis of drag has three numbers, x, y and z, not " + axis.size()));
    }

    /** The components of the action that it sets. */
    Set<Integer> components() {
        return axes.isEmpty() ? joints.keySet() : axes.keySet();
    }
}
