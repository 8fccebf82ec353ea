package dev.advect.envs.arm;

import dev.advect.envs.Expert;
import dev.advect.envs.Script;

import java.util.List;

/** An expert whose hands each follow a script. */
class ScriptedExpert implements Expert {

    /** A hand and its script. */
    record Part(HandServo hand, Script script) {}

    private final List<Part> parts;

    ScriptedExpert(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public void begin() {
        for (Part part : parts) {
            part.hand().begin();
            part.script().begin();
        }
    }

    @Override
    public void act(float[] action) {
        for (Part part : parts) {
            part.hand().look();
            part.script().step();
        }
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).hand().act(action, i * PandaRobot.ACTION);
        }
    }
}
