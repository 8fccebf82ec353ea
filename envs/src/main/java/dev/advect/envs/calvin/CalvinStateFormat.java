package dev.advect.envs.calvin;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;

/** The binary form of a {@link CalvinState} in a checkpoint. */
final class CalvinStateFormat {
    private CalvinStateFormat() {}

    static void write(CalvinState state, DataOutput out) throws IOException {
        out.writeDouble(state.slider);
        out.writeDouble(state.drawer);
        out.writeBoolean(state.lightbulb);
        out.writeBoolean(state.led);
        for (CalvinBlock block : CalvinBlock.values()) {
            CalvinState.Block value = state.block(block);
            for (double number : value.position) {
                out.writeDouble(number);
            }
            for (double number : value.rotation) {
                out.writeDouble(number);
            }
            out.writeDouble(value.speed);
            write(value.touches, out);
        }
        write(state.robotTouches, out);
    }

    private static void write(Set<CalvinThing> things, DataOutput out) throws IOException {
        out.writeInt(things.size());
        for (CalvinThing thing : things) {
            out.writeUTF(thing.name());
        }
    }

    static void read(CalvinState state, DataInput in) throws IOException {
        state.slider = in.readDouble();
        state.drawer = in.readDouble();
        state.lightbulb = in.readBoolean();
        state.led = in.readBoolean();
        for (CalvinBlock block : CalvinBlock.values()) {
            CalvinState.Block value = state.block(block);
            read(value.position, in);
            read(value.rotation, in);
            value.speed = in.readDouble();
            read(value.touches, in);
        }
        read(state.robotTouches, in);
    }

    private static void read(double[] values, DataInput in) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
    }

    private static void read(Set<CalvinThing> things, DataInput in) throws IOException {
        things.clear();
        for (int left = in.readInt(); left > 0; left--) {
            things.add(thing(in.readUTF()));
        }
    }

    /**
     * Older checkpoints have one name, FITTING, for door, button and switch. It is read as the button, the only one of them
     * that is among the blocks on the table.
     */
    private static CalvinThing thing(String name) {
        return name.equals("FITTING") ? CalvinThing.BUTTON : CalvinThing.valueOf(name);
    }
}
