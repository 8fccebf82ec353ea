package dev.advect.envs.kitchen;

import dev.advect.envs.Script;
import dev.advect.envs.Script.Phase;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.DoubleView;
import dev.advect.mujoco.ObjectType;
import dev.advect.mujoco.layout.DataField;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * How a hand works each element: it goes to a place before the element's handle, then to the handle, moves it until the
 * element is well within its goal, and withdraws. The last phase of a script means that it is over. Numbers are places in
 * the world, m.
 */
final class KitchenScripts {
    /** From the end site to the fingertips. */
    private static final double TIP = 0.05;

    /** How deep a bar lies between the fingers, ahead of the end site. */
    private static final double GRIP = 0.02;

    /** From a knob's axis to where it is pushed, and how far beyond that the push aims. */
    private static final double KNOB_RADIUS = 0.034;
    private static final double KNOB_PUSH = 0.01;

    /** Seconds of a stroke on a knob. */
    private static final double STROKE = 0.16;

    /** What an element's distance to its goal falls to before it is let go; 0.3 counts as done. */
    private static final double WELL_DONE = 0.15;

    private final KitchenHand hand;
    private final Data data;
    private final DoubleView qpos;
    private final DoubleView sites;
    private final DoubleView anchors;

    KitchenScripts(Data data, KitchenHand hand) {
        this.data = data;
        this.hand = hand;
        qpos = data.qpos();
        sites = data.doubles(DataField.SITE_XPOS);
        anchors = data.doubles(DataField.XANCHOR);
    }

    Script of(KitchenElement element) {
        Handle handle = new Handle(element);
        return new Script(switch (element) {
            case BOTTOM_BURNER, TOP_BURNER -> knob(handle);
            case LIGHT_SWITCH -> lightSwitch(handle);
            case SLIDE_CABINET -> slideCabinet(handle);
            case HINGE_CABINET -> hingeCabinet(handle);
            case MICROWAVE -> microwave(handle);
            case KETTLE -> kettle(handle);
        });
    }

    /** Where an element is taken hold of, and how far it has come. */
    private final class Handle {
        private final KitchenElement element;
        private final int site;

        Handle(KitchenElement element) {
            this.element = element;
            site = 3 * data.model().id(ObjectType.SITE, element.label());
        }

        double x() {
            return sites.get(site);
        }

        double y() {
            return sites.get(site + 1);
        }

        double z() {
            return sites.get(site + 2);
        }

        boolean wellDone() {
            return element.distance(qpos) < WELL_DONE;
        }
    }

    /**
     * Puts the fingers beside the upper half of a knob's grip and pushes it round to the right. Strokes of two steps, in
     * and out, keep the fingertips from sticking to the disc behind the grip.
     */
    private List<Phase> knob(Handle knob) {
        return List.of(
                approach(() -> {
                    hand.close();
                    hand.point(0, -0.2);
                    hand.reach(knob.x() - 0.05, 0.56, knob.z() + KNOB_RADIUS, TIP);
                }),
                touch(() -> hand.reach(knob.x() - 0.046, 0.67, knob.z() + KNOB_RADIUS, TIP)),
                new Phase(() -> {
                    double angle = -qpos.get(knob.element.first());
                    double s = Math.sin(angle);
                    double c = Math.cos(angle);
                    double depth = Math.floorMod(Math.round(data.time() / STROKE), 2) == 0 ? 0.672 : 0.657;
                    hand.reach(knob.x() + KNOB_RADIUS * s + KNOB_PUSH * c, depth,
                            knob.z() + KNOB_RADIUS * c - KNOB_PUSH * s, TIP);
                }, knob::wellDone, 60),
                back(0.1),
                over());
    }

    /** Pushes the lever to the left from its right side. */
    private List<Phase> lightSwitch(Handle lever) {
        return List.of(
                approach(() -> {
                    hand.close();
                    hand.point(0, -0.1);
                    hand.reach(-0.315, 0.54, 2.28, TIP);
                }),
                touch(() -> hand.reach(-0.315, 0.64, 2.28, TIP)),
                new Phase(() -> hand.reach(-0.5, 0.64, 2.28, TIP), () -> lever.element.distance(qpos) < 0.22, 60),
                withdraw(-0.35, 0.4, 2.28),
                over());
    }

    /** Pushes the bar to the right from its left side. */
    private List<Phase> slideCabinet(Handle bar) {
        return List.of(
                approach(() -> {
                    hand.close();
                    hand.point(0, 0);
                    hand.reach(bar.x() - 0.07, 0.53, 2.58, TIP);
                }),
                touch(() -> hand.reach(bar.x() - 0.062, 0.645, 2.58, TIP)),
                new Phase(() -> hand.reach(bar.x() + 0.05, 0.645, 2.58, TIP), bar::wellDone, 60),
                withdraw(0.1, 0.45, 2.5),
                over());
    }

    private List<Phase> microwave(Handle bar) {
        return Stream.concat(pull(bar, "microwave", -0.25, -0.6, -0.4, bar::wellDone), Stream.of(over())).toList();
    }

    /** Pulls the door half open by its bar, which points away from the arm by then, and pushes it on from the left. */
    private List<Phase> hingeCabinet(Handle bar) {
        int angle = bar.element.first() + 1;
        BooleanSupplier tooLittle = () -> qpos.get(angle) < 0.45;
        BooleanSupplier slipped = () -> hand.distanceTo(bar.x(), bar.y(), bar.z()) > 0.06;
        return Stream.concat(
                pull(bar, "right_hinge_cabinet", 0.3, -0.5, 0, () -> qpos.get(angle) > 0.7 || slipped.getAsBoolean()),
                Stream.of(
                        new Phase(() -> {
                            hand.close();
                            hand.point(0, 0);
                            hand.reach(bar.x() - 0.08, bar.y() - 0.08, bar.z(), TIP);
                        }, () -> tooLittle.getAsBoolean() || hand.distance() < 0.02, 25),
                        new Phase(() -> hand.reach(bar.x() - 0.06, bar.y() + 0.03, bar.z(), TIP),
                                () -> tooLittle.getAsBoolean() || hand.distance() < 0.015, 15),
                        new Phase(() -> hand.reach(bar.x() + 0.05, bar.y() + 0.02, bar.z(), TIP),
                                () -> tooLittle.getAsBoolean() || bar.wellDone(), 50),
                        back(0.12),
                        over())).toList();
    }

    /**
     * Takes the bar of a door that turns about a vertical axis, leads it along its arc, and lets it go.
     *
     * @param lead how far ahead along the arc the hand aims, rad
     */
    private Stream<Phase> pull(Handle bar, String joint, double lead, double yaw, double pitch, BooleanSupplier done) {
        int anchor = 3 * data.model().id(ObjectType.JOINT, joint);
        double c = Math.cos(lead);
        double s = Math.sin(lead);
        return Stream.of(
                approach(() -> {
                    hand.open();
                    hand.point(yaw, pitch);
                    hand.reach(bar.x(), bar.y(), bar.z(), 0.13);
                }),
                touch(() -> hand.reach(bar.x(), bar.y(), bar.z(), GRIP)),
                Phase.lasting(3, hand::close),
                new Phase(() -> {
                    hand.speed(0.6);
                    double x = bar.x() - anchors.get(anchor);
                    double y = bar.y() - anchors.get(anchor + 1);
                    hand.reach(anchors.get(anchor) + c * x - s * y, anchors.get(anchor + 1) + s * x + c * y, bar.z(), GRIP);
                }, done, 90),
                Phase.lasting(4, hand::open),
                back(0.12));
    }

    /** Pushes the kettle's body over the stove with open fingers, low enough for it not to tip. */
    private List<Phase> kettle(Handle bar) {
        return List.of(
                approach(() -> {
                    hand.open();
                    hand.point(0, -0.4);
                    hand.reach(bar.x(), bar.y() - 0.19, 1.75, TIP);
                }),
                touch(() -> hand.reach(bar.x(), bar.y() - 0.17, 1.68, TIP)),
                new Phase(() -> hand.reach(bar.x() + 0.3 * (-0.23 - bar.x()), bar.y() - 0.05, 1.68, TIP),
                        () -> bar.element.distance(qpos) < 0.2, 60),
                withdraw(-0.3, 0.3, 2.0),
                over());
    }

    private Phase approach(Runnable aim) {
        return new Phase(aim, () -> hand.distance() < 0.015, 60);
    }

    private Phase touch(Runnable aim) {
        return new Phase(aim, () -> hand.distance() < 0.01, 20);
    }

    private Phase withdraw(double x, double y, double z) {
        return new Phase(() -> hand.goTo(x, y, z), () -> hand.distance() < 0.05, 25);
    }

    /** Straight back along the fingers. */
    private Phase back(double metres) {
        return Phase.lasting(6, () -> {
            hand.speed(1);
            hand.back(metres);
        });
    }

    private static Phase over() {
        return Phase.lasting(1, () -> {});
    }
}
