package dev.advect.view.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.view.record.Tape;

import java.util.Optional;

/** The orders that a page can give, as JSON objects such as {@code {"do": "speed", "value": 2}}. */
public final class Remote {
    private static final JsonMapper JSON = new JsonMapper();

    private Remote() {}

    /** Reads an order; empty if the text is not one. */
    public static Optional<World.Order> parse(String text) {
        JsonNode order;
        try {
            order = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        JsonNode value = order.path("value");
        boolean on = value.asBoolean();
        return Optional.ofNullable(switch (order.path("do").asText()) {
            case "pause" -> world -> world.settings().paused = on;
            case "step" -> World::stepOnce;
            case "reset" -> World::begin;
            case "speed" -> world -> world.settings().speed(value.asDouble(1));
            case "seed" -> world -> world.seed(value.asLong());
            case "stochastic" -> world -> world.settings().stochastic = on;
            case "checkpoint" -> world -> world.choose(world.choice().withCheckpoint(value.asText()));
            case "sampler" -> world -> world.choose(world.choice().withSampler(value.asText()));
            case "flowSteps" -> world -> world.choose(
                    world.choice().withFlowSteps(Math.clamp(value.asInt(), 1, 100)));
            case "flow" -> world -> world.showFlow(on);
            case "contacts" -> world -> world.settings().contacts = on;
            case "sites" -> world -> world.settings().sites = on;
            case "ghosts" -> world -> world.ghosts(value.asInt());
            case "ghostSeconds" -> world -> world.settings().ghostSeconds = Math.clamp(value.asDouble(), 0, 60);
            case "gather" -> World::gatherGhosts;
            case "hands" -> hands(value);
            case "begin" -> World::beginTake;
            case "end" -> World::endTake;
            case "keep" -> world -> world.tape(Tape::keep);
            case "discard" -> world -> world.tape(Tape::discard);
            case "undo" -> world -> world.tape(Tape::undo);
            case "grab" -> grab(order);
            case "drag" -> vector(order.path("target"))
                    .<World.Order>map(target -> world -> world.drag(target)).orElse(null);
            case "aim" -> aim(order);
            case "letGo" -> World::letGo;
            case "release" -> World::release;
            default -> null;
        });
    }

    private static World.Order hands(JsonNode values) {
        float[] action = new float[values.size()];
        for (int i = 0; i < action.length; i++) {
            action[i] = (float) values.get(i).asDouble(0);
        }
        return world -> world.hands(action);
    }

    private static World.Order grab(JsonNode order) {
        int geom = order.path("geom").asInt(-1);
        Optional<double[]> local = vector(order.path("local"));
        Optional<double[]> target = vector(order.path("target"));
        return world -> {
            if (local.isPresent() && target.isPresent()) {
                world.grab(geom, local.get(), target.get());
            }
        };
    }

    private static World.Order aim(JsonNode order) {
        Optional<double[]> eye = vector(order.path("eye"));
        Optional<double[]> ray = vector(order.path("ray"));
        Optional<double[]> facing = vector(order.path("facing"));
        return world -> {
            if (eye.isPresent() && ray.isPresent() && facing.isPresent()) {
                world.aim(new HandDrag.Aim(eye.get(), ray.get(), facing.get()));
            }
        };
    }

    /** Three finite numbers within a kilometre; empty if it is anything else. */
    private static Optional<double[]> vector(JsonNode node) {
        double[] values = new double[3];
        boolean fits = node.isArray() && node.size() == 3;
        for (int i = 0; fits && i < 3; i++) {
            values[i] = node.get(i).asDouble(Double.NaN);
            fits = Math.abs(values[i]) < 1000;
        }
        return fits ? Optional.of(values) : Optional.empty();
    }
}
