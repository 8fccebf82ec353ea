package dev.advect.envs.calvin;

import dev.advect.envs.Script.Phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a hand does each task. Numbers are places in the world or distances, m. The last phase of a script means that it is
 * over.
 */
final class CalvinScripts {
    /** The height at which the hand travels. */
    private static final double HIGH = 0.58;

    /** The angle at which the fingers reach for the switch, which is too far for a hand that points down. */
    private static final double TILT = 0.7;

    private static final double STRAIGHT = Math.PI / 2;

    private final CalvinTable table;
    private final CalvinRobot robot;
    private final CalvinHand hand;

    CalvinScripts(CalvinTable table, CalvinRobot robot, CalvinHand hand) {
        this.table = table;
        this.robot = robot;
        this.hand = hand;
    }

    List<Phase> of(CalvinGoal goal) {
        String name = goal.name();
        boolean right = name.endsWith("_right");
        List<Phase> phases = new ArrayList<>();
        switch (name.substring(0, name.indexOf('_'))) {
            case "lift" -> phases.addAll(lift(block(name), name.endsWith("_slider")));
            case "rotate" -> phases.addAll(rotate(block(name), right ? -1 : 1));
            case "push" -> phases.addAll(name.equals("push_into_drawer") ? pushIntoDrawer() : push(block(name), right ? 1 : -1));
            case "move" -> phases.addAll(moveSlider(right ? 1 : -1));
            case "open" -> phases.addAll(openDrawer());
            case "close" -> phases.addAll(closeDrawer());
            case "place" -> phases.addAll(name.endsWith("_slider") ? placeInSlider() : placeInDrawer());
            case "stack" -> phases.addAll(stack());
            case "unstack" -> phases.addAll(lift(top(), false));
            default -> phases.addAll(name.endsWith("_led") ? pressButton() : turnSwitch(name.startsWith("turn_on")));
        }
        phases.add(Phase.lasting(1, () -> { }));
        return phases;
    }

    private static CalvinBlock block(String name) {
        for (CalvinBlock block : CalvinBlock.values()) {
            if (name.contains(block.name().toLowerCase(Locale.ROOT))) {
                return block;
            }
        }
        throw new IllegalArgumentException(name + " names no block");
    }

    private double x(CalvinBlock block) {
        return table.position(block, 0);
    }

    private double y(CalvinBlock block) {
        return table.position(block, 1);
    }

    private double z(CalvinBlock block) {
        return table.position(block, 2);
    }

    /** The direction of a block's length, rad from x. */
    private double heading(CalvinBlock block) {
        double[] rotation = new double[9];
        table.rotation(block, rotation);
        return Math.atan2(rotation[3], rotation[0]);
    }

    private CalvinBlock held() {
        CalvinBlock nearest = CalvinBlock.RED;
        double least = Double.POSITIVE_INFINITY;
        for (CalvinBlock block : CalvinBlock.values()) {
            double distance = Math.hypot(Math.hypot(x(block) - hand.position(0), y(block) - hand.position(1)),
                    z(block) - hand.position(2));
            if (distance < least) {
                least = distance;
                nearest = block;
            }
        }
        return nearest;
    }

    private CalvinBlock top() {
        CalvinBlock highest = CalvinBlock.RED;
        for (CalvinBlock block : CalvinBlock.values()) {
            highest = z(block) > z(highest) ? block : highest;
        }
        return highest;
    }

    /** Opens the hand, if it is not open, and moves it up from wherever it is. */
    private List<Phase> free() {
        return List.of(
                new Phase(hand::open, () -> robot.opening() > 0.07, 15),
                new Phase(() -> hand.rise(Math.max(HIGH, robot.target[2])), () -> hand.distance() < 0.03, 30));
    }

    private Phase move(Runnable aim, double within, int atMost) {
        return new Phase(aim, () -> hand.arrived(within), atMost);
    }

    /** Takes a block from above, its width between the fingers. */
    private List<Phase> grasp(CalvinBlock block) {
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.pointDown(heading(block));
            hand.goTo(x(block), y(block), Math.max(HIGH, z(block) + 0.1));
        }, 0.01, 60));
        phases.add(move(() -> {
            hand.speed(0.6);
            hand.goTo(x(block), y(block), z(block));
        }, 0.006, 40));
        phases.add(Phase.lasting(10, hand::close));
        return phases;
    }

    private List<Phase> lift(CalvinBlock block, boolean fromCompartment) {
        List<Phase> phases = new ArrayList<>(grasp(block));
        double rise = fromCompartment ? 0.06 : 0.12;
        double[] height = new double[1];
        phases.add(Phase.lasting(1, () -> height[0] = hand.position(2) + rise));
        phases.add(move(() -> {
            hand.speed(0.4);
            hand.rise(height[0]);
        }, 0.01, 40));
        return phases;
    }

    /** Turns a block on the table by 75 degrees, counter-clockwise for a sign of 1. */
    private List<Phase> rotate(CalvinBlock block, int sign) {
        List<Phase> phases = new ArrayList<>(free());
        double[] yaw = new double[1];
        phases.add(move(() -> {
            // begin on that side of the wrist's range from which there is room to turn
            yaw[0] = hand.nearest(heading(block) + sign * 0.65, Math.PI) - sign * 0.65;
            hand.turnTo(yaw[0]);
            hand.goTo(x(block), y(block), HIGH);
        }, 0.01, 80));
        phases.add(move(() -> {
            hand.speed(0.6);
            hand.goTo(x(block), y(block), z(block) + 0.002);
        }, 0.006, 40));
        phases.add(Phase.lasting(10, hand::close));
        phases.add(new Phase(() -> hand.turnTo(yaw[0] + sign * 1.4), () -> hand.arrived(0.05), 60));
        phases.add(Phase.lasting(5, () -> { }));
        return phases;
    }

    /** Puts the open fingers on either side of a block and moves them along x. */
    private List<Phase> push(CalvinBlock block, int sign) {
        List<Phase> phases = new ArrayList<>(free());
        double[] end = new double[1];
        phases.add(move(() -> {
            hand.pointDown(heading(block));
            hand.goTo(x(block), y(block), HIGH);
            end[0] = x(block) + sign * 0.12;
        }, 0.01, 60));
        phases.add(move(() -> hand.goTo(x(block), y(block), z(block)), 0.006, 40));
        double[] row = new double[1];
        phases.add(Phase.lasting(8, () -> {
            hand.close();
            row[0] = y(block);
        }));
        phases.add(move(() -> {
            hand.speed(0.4);
            hand.goTo(end[0], row[0], 0.461);
        }, 0.01, 60));
        phases.add(Phase.lasting(5, hand::open));
        return phases;
    }

    /** Puts the open fingers on either side of the door's handle and moves them along x, to the right for a sign of 1. */
    private List<Phase> moveSlider(int sign) {
        double y = -0.012;
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.pointDown(STRAIGHT);
            hand.goTo(handle(), y - 0.05, 0.60);
        }, 0.015, 60));
        phases.add(move(() -> hand.goTo(handle(), y, 0.60), 0.01, 30));
        phases.add(move(() -> hand.goTo(handle(), y, 0.52), 0.01, 40));
        phases.add(new Phase(() -> {
            hand.speed(0.5);
            hand.goTo(handle() + sign * 0.08, y, 0.52);
        }, () -> sign > 0 ? table.slider() < 0.01 : table.slider() > table.scene().slideRange - 0.01, 60));
        return phases;
    }

    private double handle() {
        return table.scene().slide + 0.14 - table.slider();
    }

    /** Puts the closed fingers between the drawer and the bar of its handle. */
    private List<Phase> hookDrawer() {
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.close();
            hand.pointDown(STRAIGHT);
            hand.goTo(table.scene().drawer, -0.216 - table.drawer(), 0.50);
        }, 0.01, 80));
        phases.add(move(() -> hand.goTo(table.scene().drawer, -0.216 - table.drawer(), 0.372), 0.01, 40));
        return phases;
    }

    private List<Phase> openDrawer() {
        List<Phase> phases = new ArrayList<>(hookDrawer());
        phases.add(new Phase(() -> {
            hand.speed(0.5);
            hand.goTo(table.scene().drawer, -0.216 - table.drawer() - 0.08, 0.372);
        }, () -> table.drawer() > 0.2, 60));
        return phases;
    }

    private List<Phase> closeDrawer() {
        List<Phase> phases = new ArrayList<>(hookDrawer());
        phases.add(new Phase(() -> {
            hand.speed(0.5);
            hand.goTo(table.scene().drawer, Math.min(-0.19, -0.192 - table.drawer() + 0.07), 0.372);
        }, () -> table.drawer() < 0.02, 60));
        return phases;
    }

    private List<Phase> pressButton() {
        double x = table.scene().button;
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.close();
            hand.pointDown(STRAIGHT);
            hand.goTo(x, -0.12, 0.54);
        }, 0.01, 80));
        phases.add(new Phase(() -> {
            hand.speed(0.3);
            hand.goTo(x, -0.12, 0.465);
        }, () -> table.button() > 0.016, 40));
        phases.add(move(() -> hand.goTo(x, -0.12, 0.54), 0.02, 30));
        return phases;
    }

    /** Pushes the bar of the switch along its slot, from below or from above. */
    private List<Phase> turnSwitch(boolean on) {
        double x = table.scene().lever;
        double heading = Math.atan2(0.46, x + 0.34);
        double side = on ? -0.045 : 0.05;
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.close();
            hand.pointOutward(heading, TILT);
            alongSwitch(x, side, 0.13);
        }, 0.02, 90));
        phases.add(move(() -> alongSwitch(x, side, 0.053), 0.012, 40));
        phases.add(new Phase(() -> {
            hand.speed(0.5);
            alongSwitch(x, on ? 0.03 : -0.03, 0.053);
        }, () -> on ? table.lever() > 0.08 : table.lever() < 0.01, 60));
        return phases;
    }

    /** Aims at a place beside the middle of the switch's bar: so far along its slot, and so far out of the panel. */
    private void alongSwitch(double x, double along, double out) {
        double s = table.lever() + 0.0064 + along;
        hand.goTo(x, 0.061 + 0.5 * s - 0.8660254 * out, 0.495 + 0.8660254 * s + 0.5 * out);
    }

    private List<Phase> letGo() {
        double[] height = new double[1];
        return List.of(
                Phase.lasting(8, () -> {
                    hand.open();
                    height[0] = hand.position(2) + 0.1;
                }),
                move(() -> hand.rise(height[0]), 0.02, 30));
    }

    private List<Phase> placeInSlider() {
        double x = table.scene().plank + (table.slider() > table.scene().slideRange / 2 ? 0.170 : -0.141);
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(() -> {
            hand.close();
            hand.rise(0.61);
        }, () -> hand.distance() < 0.02, 30));
        phases.add(move(() -> {
            hand.speed(0.7);
            hand.pointDown(STRAIGHT);
            hand.goTo(x, -0.02, 0.61);
        }, 0.015, 80));
        phases.add(move(() -> hand.goTo(x, 0.085, 0.60), 0.012, 40));
        phases.add(move(() -> {
            hand.speed(0.4);
            hand.goTo(x, 0.088, 0.466);
        }, 0.01, 50));
        phases.addAll(letGo());
        return phases;
    }

    private List<Phase> placeInDrawer() {
        List<Phase> phases = new ArrayList<>();
        phases.add(move(() -> {
            hand.close();
            hand.speed(0.7);
            hand.pointDown(STRAIGHT);
            hand.goTo(table.scene().drawer, -0.28, 0.53);
        }, 0.015, 80));
        phases.add(move(() -> {
            hand.speed(0.4);
            hand.goTo(table.scene().drawer, -0.28, 0.372);
        }, 0.012, 60));
        phases.addAll(letGo());
        return phases;
    }

    private List<Phase> stack() {
        CalvinBlock top = held();
        CalvinBlock bottom = bottom(top);
        List<Phase> phases = new ArrayList<>();
        phases.add(move(() -> {
            hand.close();
            hand.speed(0.7);
            hand.pointDown(heading(bottom));
            hand.goTo(x(bottom), y(bottom), 0.56);
        }, 0.008, 80));
        phases.add(move(() -> {
            hand.speed(0.2);
            hand.goTo(x(bottom), y(bottom), z(bottom) + 0.042 + hand.position(2) - z(top));
        }, 0.006, 60));
        phases.addAll(letGo());
        return phases;
    }

    /** The block on the table that is nearest to where the hand can put another one. */
    private CalvinBlock bottom(CalvinBlock top) {
        CalvinBlock best = top == CalvinBlock.RED ? CalvinBlock.BLUE : CalvinBlock.RED;
        for (CalvinBlock block : CalvinBlock.values()) {
            if (block != top && y(block) < y(best)) {
                best = block;
            }
        }
        return best;
    }

    private List<Phase> pushIntoDrawer() {
        CalvinBlock block = CalvinBlock.RED;
        for (CalvinBlock candidate : CalvinBlock.values()) {
            block = y(candidate) < 0 && y(candidate) > -0.18 ? candidate : block;
        }
        CalvinBlock pushed = block;
        double[] x = new double[1];
        List<Phase> phases = new ArrayList<>(free());
        phases.add(move(() -> {
            hand.close();
            hand.pointDown(STRAIGHT);
            x[0] = x(pushed);
            hand.goTo(x(pushed), y(pushed) + 0.075, HIGH);
        }, 0.01, 80));
        phases.add(move(() -> hand.goTo(x(pushed), y(pushed) + 0.075, 0.462), 0.01, 40));
        phases.add(new Phase(() -> {
            hand.speed(0.4);
            hand.goTo(x[0], -0.21, 0.462);
        }, () -> hand.distance() < 0.01, 60));
        phases.add(new Phase(() -> hand.rise(HIGH), () -> hand.distance() < 0.02, 30));
        return phases;
    }
}
