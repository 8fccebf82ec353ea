package dev.advect.envs.arm;

import dev.advect.envs.Script;
import dev.advect.envs.Script.Phase;

import java.util.List;

/** The expert for the lift task: it moves above the cube, descends, closes the fingers and lifts. */
final class LiftExpert {
    private static final double ABOVE = 0.08;
    private static final double HEIGHT = 0.12;

    private LiftExpert() {}

    static ScriptedExpert of(Panda panda, FreeBody cube) {
        HandServo hand = new HandServo(panda);
        Script script = new Script(List.of(
                new Phase(() -> {
                    hand.open();
                    hand.turnTo(cube.yaw(), Math.PI / 2);
                    hand.goTo(cube.position(0), cube.position(1), cube.position(2) + ABOVE);
                }, () -> hand.arrived(0.01, 0.1), 100),
                new Phase(() -> hand.goTo(cube.position(0), cube.position(1), cube.position(2)),
                        () -> hand.arrived(0.006, 0.1), 60),
                Phase.lasting(10, hand::close),
                new Phase(() -> hand.goTo(cube.position(0), cube.position(1), Lift.TABLE + HEIGHT), () -> false, 60)));
        return new ScriptedExpert(List.of(new ScriptedExpert.Part(hand, script)));
    }
}
