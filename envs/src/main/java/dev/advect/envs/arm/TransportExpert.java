package dev.advect.envs.arm;

import dev.advect.envs.Script;
import dev.advect.envs.Script.Phase;

import java.util.List;

/**
 * The expert for the transport task, which moves both hands at once. The first hand lays the lid aside, grasps the hammer
 * at the end of its handle and holds it out lengthwise between the robots. Meanwhile the second hand moves the trash; it
 * then grasps the hammer's handle near the head and, once the first hand has released it, puts it into the target bin,
 * turned by 45 degrees because there is more room that way.
 */
final class TransportExpert {
    private static final double HIGH = 1.05;
    private static final double LID_X = -0.2;
    private static final double LID_Y = -0.45;
    private static final double BIN_X = 0.2;
    private static final double BIN_Y = 0.45;

    /** The grasps of the two hands and the hammer's middle, m along the handle from its middle towards the head. */
    private static final double TAIL = -0.05;
    private static final double NECK = 0.05;
    private static final double MIDDLE = 0.018;

    private final HandServo first;
    private final HandServo second;
    private final FreeBody payload;
    private final FreeBody trash;
    private final FreeBody lid;
    private double grasp;
    private double held;
    private boolean offered;
    private boolean taken;
    private boolean free;

    private TransportExpert(HandServo first, HandServo second, FreeBody payload, FreeBody trash, FreeBody lid) {
        this.first = first;
        this.second = second;
        this.payload = payload;
        this.trash = trash;
        this.lid = lid;
    }

    static ScriptedExpert of(Panda first, Panda second, FreeBody payload, FreeBody trash, FreeBody lid) {
        TransportExpert expert = new TransportExpert(new HandServo(first), new HandServo(second), payload, trash, lid);
        return new ScriptedExpert(List.of(
                new ScriptedExpert.Part(expert.first, new Script(expert.giver())),
                new ScriptedExpert.Part(expert.second, new Script(expert.taker()))));
    }

    private List<Phase> giver() {
        return List.of(
                new Phase(() -> {
                    offered = false;
                    taken = false;
                    free = false;
                    first.open();
                    first.turnTo(lid.yaw(), Math.PI);
                    overLid(0.08);
                }, () -> first.arrived(0.01, 0.1), 120),
                new Phase(() -> overLid(0.004), () -> first.arrived(0.006, 0.1), 60),
                Phase.lasting(8, first::close),
                new Phase(() -> first.goTo(first.panda.grip(0), first.panda.grip(1), HIGH),
                        () -> first.panda.grip(2) > HIGH - 0.03, 60),
                new Phase(() -> first.goTo(LID_X, LID_Y, HIGH), () -> first.distanceAcross() < 0.02, 80),
                new Phase(() -> first.goTo(LID_X, LID_Y, 0.835), () -> first.arrived(0.01, 0.2), 80),
                Phase.lasting(6, first::open),
                new Phase(() -> first.goTo(first.panda.grip(0), first.panda.grip(1), HIGH),
                        () -> first.panda.grip(2) > HIGH - 0.05, 60),
                new Phase(() -> {
                    choose();
                    first.turnExactly(grasp);
                    over(first, TAIL, HIGH - payload.position(2));
                }, () -> first.arrived(0.01, 0.06), 150),
                new Phase(() -> over(first, TAIL, 0.003), () -> first.arrived(0.006, 0.1), 100),
                Phase.lasting(9, first::close),
                new Phase(() -> first.goTo(first.panda.grip(0), first.panda.grip(1), HIGH),
                        () -> first.panda.grip(2) > HIGH - 0.02, 80),
                new Phase(() -> {
                    offer();
                    offered = first.distance() < 0.015 && Math.abs(Math.PI / 2 - payload.heading(2)) < 0.1;
                }, () -> taken, 500),
                Phase.lasting(8, first::open),
                new Phase(() -> {
                    free = true;
                    first.goTo(first.panda.grip(0), first.panda.grip(1) - 0.05, HIGH + 0.12);
                }, () -> first.panda.grip(2) > HIGH + 0.1, 40),
                new Phase(() -> first.goTo(0, -0.35, HIGH + 0.1), () -> false, 1));
    }

    private List<Phase> taker() {
        return List.of(
                new Phase(() -> {
                    second.open();
                    second.turnTo(trash.yaw(), Math.PI / 2);
                    second.goTo(trash.position(0), trash.position(1), HIGH);
                }, () -> second.arrived(0.015, 0.1), 120),
                new Phase(() -> second.goTo(trash.position(0), trash.position(1), trash.position(2)),
                        () -> second.arrived(0.006, 0.1), 80),
                Phase.lasting(9, second::close),
                new Phase(() -> second.goTo(second.panda.grip(0), second.panda.grip(1), HIGH),
                        () -> second.panda.grip(2) > HIGH - 0.03, 60),
                new Phase(() -> second.goTo(BIN_X, BIN_Y, HIGH), () -> second.distanceAcross() < 0.02, 100),
                new Phase(() -> second.goTo(BIN_X, BIN_Y, 0.88), () -> second.arrived(0.015, 0.2), 60),
                Phase.lasting(8, second::open),
                new Phase(() -> second.goTo(second.panda.grip(0), second.panda.grip(1), HIGH + 0.1),
                        () -> second.panda.grip(2) > HIGH + 0.06, 60),
                new Phase(() -> {
                    second.turnTo(0, Math.PI);
                    second.goTo(0, 0.2, HIGH + 0.12);
                }, () -> offered, 500),
                new Phase(() -> {
                    second.turnTo(payload.heading(2) + Math.PI / 2, Math.PI);
                    over(second, NECK, 0.1);
                }, () -> second.arrived(0.01, 0.08), 100),
                new Phase(() -> over(second, NECK, 0), () -> second.arrived(0.007, 0.1), 60),
                Phase.lasting(10, second::close),
                new Phase(() -> {
                    taken = true;
                    second.goTo(second.panda.grip(0), second.panda.grip(1), HIGH);
                }, () -> free, 40),
                Phase.lasting(10, second::stay),
                new Phase(() -> {
                    second.turnTo(Math.PI / 4, Math.PI / 2);
                    carry(HIGH);
                }, () -> second.distanceAcross() < 0.02 && second.arrived(1, 0.15), 150),
                new Phase(() -> carry(0.85), () -> payload.position(2) < 0.87, 80),
                Phase.lasting(8, second::open),
                new Phase(() -> second.goTo(second.panda.grip(0), second.panda.grip(1), HIGH), () -> false, 1));
    }

    private void overLid(double above) {
        first.goTo(lid.position(0), lid.position(1), lid.position(2) + 0.02 + above);
    }

    private void over(HandServo hand, double along, double above) {
        hand.goTo(payload.point(0, 0, along, 0), payload.point(0, 0, along, 1), payload.point(0, 0, along, 2) + above);
    }

    /** Selects the grasp of the handle that turns the wrist least, both now and when the head points to +y. */
    private void choose() {
        double heading = payload.heading(2);
        double best = Double.MAX_VALUE;
        for (int side = -1; side <= 1; side += 2) {
            double now = first.nearest(heading + side * Math.PI / 2, 2 * Math.PI);
            double then = first.nearest(now + Math.PI / 2 - heading, 2 * Math.PI);
            double worst = Math.max(first.wristAt(now), first.wristAt(then));
            if (worst < best) {
                best = worst;
                grasp = now;
                held = then;
            }
        }
    }

    /** Holds the hammer midway between the robots with its head towards the second one. */
    private void offer() {
        first.turnExactly(held);
        Panda panda = first.panda;
        first.goTo(panda.grip(0) - payload.position(0), panda.grip(1) - payload.position(1), HIGH);
    }

    /** Moves the second hand by the offset of the hammer's middle from the target bin's middle and the given height, m. */
    private void carry(double height) {
        Panda panda = second.panda;
        second.goTo(panda.grip(0) - BIN_X - payload.point(0, 0, MIDDLE, 0),
                panda.grip(1) + BIN_Y - payload.point(0, 0, MIDDLE, 1), panda.grip(2) + height - payload.position(2));
    }
}
