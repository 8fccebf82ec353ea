package dev.advect.envs.arm;

import dev.advect.envs.Script;
import dev.advect.envs.Script.Phase;

import java.util.List;

/**
 * The expert for the square task. It grasps the nut across the handle, lifts it outwards, turns it to one of the four
 * orientations that fit, centres it over the peg and pushes it down before releasing it, because a nut released on the rim
 * stays wedged there. If the nut slips out of the hand on the way, the expert grasps it again.
 */
final class SquareExpert {
    /** The position of the handle's middle along the nut's x axis, m. */
    private static final double HANDLE = 0.054;
    private static final double HIGH = 1.02;
    private static final double OVER = 0.995;
    private static final double DOWN = 0.84;

    /** The distance from grip point to handle beyond which the nut counts as lost, m. */
    private static final double LOST = 0.04;

    private final HandServo hand;
    private final FreeBody nut;
    private final Script script;
    private double grasp;
    private double fit;
    private double nutGoal;

    private SquareExpert(HandServo hand, FreeBody nut) {
        this.hand = hand;
        this.nut = nut;
        script = new Script(phases());
    }

    static ScriptedExpert of(Panda panda, FreeBody nut) {
        SquareExpert expert = new SquareExpert(new HandServo(panda), nut);
        return new ScriptedExpert(List.of(new ScriptedExpert.Part(expert.hand, expert.script)));
    }

    private List<Phase> phases() {
        return List.of(
                Phase.lasting(6, hand::open), // wait for the nut to fall
                new Phase(() -> {
                    choose();
                    hand.turnTo(grasp, 2 * Math.PI);
                    overHandle(0.08);
                }, () -> hand.arrived(0.008, 0.06), 120),
                new Phase(() -> overHandle(0), () -> hand.arrived(0.006, 0.1), 60),
                Phase.lasting(10, hand::close),
                new Phase(() -> hand.goTo(hand.panda.grip(0) + 0.05, hand.panda.grip(1), HIGH),
                        () -> hand.panda.grip(2) > HIGH - 0.02, 60),
                new Phase(() -> {
                    beginAgainIfLost();
                    turn();
                    centre(HIGH);
                }, () -> offCentre() < 0.02 && Math.abs(misturned()) < 0.1, 120),
                new Phase(() -> {
                    beginAgainIfLost();
                    turn();
                    centre(OVER);
                }, () -> offCentre() < 0.004 && Math.abs(misturned()) < 0.04 && nut.position(2) < OVER + 0.01, 120),
                new Phase(() -> {
                    turn();
                    hand.speed(0.5);
                    centre(DOWN);
                }, () -> nut.position(2) < 0.865, 100),
                Phase.lasting(8, () -> {
                    hand.stay();
                    hand.open();
                }),
                new Phase(() -> hand.goTo(hand.panda.grip(0), hand.panda.grip(1), HIGH), () -> false, 60));
    }

    /** Selects, among two grasps and four orientations on the peg, those that keep the wrist nearest its middle. */
    private void choose() {
        double across = nut.yaw() + Math.PI / 2;
        double best = Double.MAX_VALUE;
        for (int side = 0; side < 2; side++) {
            double first = hand.nearest(across + side * Math.PI, 2 * Math.PI);
            for (int quarter = 0; quarter < 4; quarter++) {
                double goal = quarter * Math.PI / 2;
                double last = hand.nearest(first + goal - nut.yaw(), 2 * Math.PI);
                double worst = Math.max(hand.wristAt(first), hand.wristAt(last));
                if (worst < best) {
                    best = worst;
                    grasp = first;
                    fit = last;
                    nutGoal = goal;
                }
            }
        }
    }

    private void beginAgainIfLost() {
        double squares = 0;
        for (int axis = 0; axis < 3; axis++) {
            double off = nut.point(HANDLE, 0, 0, axis) - hand.panda.grip(axis);
            squares += off * off;
        }
        if (squares > LOST * LOST) {
            script.begin();
        }
    }

    private void overHandle(double above) {
        hand.goTo(nut.point(HANDLE, 0, 0, 0), nut.point(HANDLE, 0, 0, 1), nut.position(2) + above);
    }

    /** Turns the hand by the nut's remaining yaw error, since the nut may have slipped in the hand. */
    private void turn() {
        hand.turnExactly(hand.yaw() + misturned());
    }

    /** The remaining rotation of the nut to the selected orientation, rad. */
    private double misturned() {
        double way = fit - hand.yaw();
        return way + Math.IEEEremainder(nutGoal - nut.yaw() - way, 2 * Math.PI);
    }

    private double offCentre() {
        return Math.hypot(nut.position(0) - Square.PEG_X, nut.position(1) - Square.PEG_Y);
    }

    /** Moves the hand by the nut's offset from the peg's axis and from the given height, m. */
    private void centre(double height) {
        Panda panda = hand.panda;
        hand.goTo(panda.grip(0) + Square.PEG_X - nut.position(0), panda.grip(1) + Square.PEG_Y - nut.position(1),
                panda.grip(2) + height - nut.position(2));
    }
}
