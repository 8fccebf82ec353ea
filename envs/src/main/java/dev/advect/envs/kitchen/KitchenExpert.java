package dev.advect.envs.kitchen;

import dev.advect.envs.Expert;
import dev.advect.envs.Script;
import dev.advect.mujoco.Data;

import java.util.List;

/** Works the elements of a task one after the other, each by its script, and begins an element again that was not done. */
final class KitchenExpert implements Expert {
    private final Kitchen kitchen;
    private final KitchenHand hand;
    private final List<KitchenElement> elements;
    private final List<Script> scripts;
    private int current;

    KitchenExpert(Data data, Kitchen kitchen, List<KitchenElement> elements) {
        this.kitchen = kitchen;
        this.elements = List.copyOf(elements);
        hand = new KitchenHand(data);
        KitchenScripts all = new KitchenScripts(data, hand);
        scripts = elements.stream().map(all::of).toList();
    }

    @Override
    public void begin() {
        hand.begin();
        current = 0;
        scripts.getFirst().begin();
    }

    @Override
    public void act(float[] action) {
        if (scripts.get(current).isAtLast()) {
            current = next();
            scripts.get(current).begin();
        }
        scripts.get(current).step();
        hand.act(action);
    }

    /** The next element, from the current one on and round, that is not done. */
    private int next() {
        for (int i = 0; i < elements.size(); i++) {
            int candidate = (current + i) % elements.size();
            if (!kitchen.isDone(elements.get(candidate))) {
                return candidate;
            }
        }
        return current;
    }
}
