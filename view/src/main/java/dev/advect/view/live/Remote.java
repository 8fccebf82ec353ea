package dev.advect.view.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.view.record.Tape;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;

/** The orders that a page can give, as JSON objects such as {@code {"do": "speed", "value": 2}}. */
public final class Remote {
    private static final JsonMapper JSON = new JsonMapper();
    /** The orders of which only the newest counts. */
    private static final Set<String> NEWEST = Set.of("hands", "drag", "aim");

    private Remote() {}

    /** Reads an order; empty if the text is not one. */
    public static Optional<World.Order> parse(String text) {
        JsonNode order;
        try {
            order = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        String what = order.path("do").asText();
        return Optional.ofNullable(parse(what, order))
                .map(parsed -> NEWEST.contains(what) ? new World.Newest(what, parsed) : parsed);
    }

    private static World.@Nullable Order parse(String what, JsonNode order) {
        JsonNode value = order.path("value");
        boolean on = value.asBoolean();
        return switch (what) {
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
            case "hands" -> {
                float[] action = numbers(value);
                yield world -> world.hands(action);
            }
            case "begin" -> {
                float[] action = numbers(value);
                yield world -> world.beginTake(action);
            }
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
        };
    }

    /** The numbers of an array; none if it is anything else. */
    private static float[] numbers(JsonNode values) {
        float[] numbers = new float[values.isArray() ? values.size() : 0];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) values.get(i).asDouble(0);
        }
        return numbers;
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
