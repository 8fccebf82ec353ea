package dev.advect.envs.calvin;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The binary form of a {@link CalvinState} in a checkpoint. */
final class CalvinStateFormat {
    private CalvinStateFormat() {}

    static void write(CalvinState state, DataOutput out) throws IOException {
        out.writeDouble(state.slider());
        out.writeDouble(state.drawer());
        out.writeBoolean(state.lightbulb());
        out.writeBoolean(state.led());
        for (CalvinBlock block : CalvinBlock.values()) {
            CalvinState.Block value = state.block(block);
            for (double number : value.position()) {
                out.writeDouble(number);
            }
            for (double number : value.rotation()) {
                out.writeDouble(number);
            }
            out.writeDouble(value.speed());
            write(value.touches(), out);
        }
        write(state.robotTouches(), out);
    }

    private static void write(Set<CalvinThing> things, DataOutput out) throws IOException {
        out.writeInt(things.size());
        for (CalvinThing thing : things) {
            out.writeUTF(thing.name());
        }
    }

    static CalvinState read(DataInput in) throws IOException {
        double slider = in.readDouble();
        double drawer = in.readDouble();
        boolean lightbulb = in.readBoolean();
        boolean led = in.readBoolean();
        Map<CalvinBlock, CalvinState.Block> blocks = new EnumMap<>(CalvinBlock.class);
        for (CalvinBlock block : CalvinBlock.values()) {
            blocks.put(block, new CalvinState.Block(doubles(in, 3), doubles(in, 9), in.readDouble(), things(in)));
        }
        return new CalvinState(slider, drawer, lightbulb, led, blocks, things(in));
    }

    private static double[] doubles(DataInput in, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    private static Set<CalvinThing> things(DataInput in) throws IOException {
        Set<CalvinThing> things = EnumSet.noneOf(CalvinThing.class);
        for (int left = in.readInt(); left > 0; left--) {
            things.add(CalvinThing.valueOf(in.readUTF()));
        }
        return things;
    }
}
