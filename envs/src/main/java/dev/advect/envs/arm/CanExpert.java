package dev.advect.envs.arm;

import dev.advect.envs.Script;
import dev.advect.envs.Script.Phase;

import java.util.List;

/** The expert for the can task. It uses the near corner of the compartment, which the arm reaches with the hand upright. */
final class CanExpert {
    private static final double HIGH = 1.0;
    private static final double DROP_X = 0.15;
    private static final double DROP_Y = 0.34;
    private static final double DROP_Z = 0.90;

    private CanExpert() {}

    /** @param shift how far the compartment is moved along x, m */
    static ScriptedExpert of(Panda panda, FreeBody can, double shift) {
        double dropX = DROP_X + shift;
        HandServo hand = new HandServo(panda);
        Script script = new Script(List.of(
                new Phase(() -> {
                    hand.open();
                    hand.goTo(can.position(0), can.position(1), can.position(2) + 0.1);
                }, () -> hand.arrived(0.01, 0.1), 100),
                new Phase(() -> hand.goTo(can.position(0), can.position(1), can.position(2) + 0.01),
                        () -> hand.arrived(0.008, 0.1), 60),
                Phase.lasting(10, hand::close),
                new Phase(() -> hand.goTo(panda.grip(0), panda.grip(1), HIGH), () -> panda.grip(2) > HIGH - 0.02, 60),
                new Phase(() -> hand.goTo(dropX, DROP_Y, HIGH), () -> hand.distanceAcross() < 0.015, 100),
                new Phase(() -> hand.goTo(dropX, DROP_Y, DROP_Z), () -> hand.arrived(0.01, 0.2), 60),
                Phase.lasting(8, hand::open),
                new Phase(() -> hand.goTo(dropX, DROP_Y, HIGH), () -> false, 60)));
        return new ScriptedExpert(List.of(new ScriptedExpert.Part(hand, script)));
    }
}
