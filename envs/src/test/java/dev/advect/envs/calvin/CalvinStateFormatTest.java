package dev.advect.envs.calvin;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class CalvinStateFormatTest {

    @Test
    void read_whatWasWritten() throws IOException {
        CalvinState written = new Desk().at(CalvinBlock.BLUE, 0.1, -0.2, 0.3)
                .touch(CalvinBlock.BLUE, CalvinThing.DESK, CalvinThing.BUTTON)
                .robot(CalvinThing.DOOR, CalvinThing.SWITCH).state();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CalvinStateFormat.write(written, new DataOutputStream(bytes));

        CalvinState read = read(bytes);

        assertThat(read.block(CalvinBlock.BLUE).position).containsExactly(0.1, -0.2, 0.3);
        assertThat(read.block(CalvinBlock.BLUE).touches).containsExactlyInAnyOrder(CalvinThing.DESK, CalvinThing.BUTTON);
        assertThat(read.robotTouches).containsExactlyInAnyOrder(CalvinThing.DOOR, CalvinThing.SWITCH);
    }

    /** Checkpoints had one name for door, button and switch. */
    @Test
    void read_formerNameOfFittings() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        CalvinStateFormat.write(new Desk().state(), out);
        byte[] withoutRobot = bytes.toByteArray();
        bytes.reset();
        out.write(withoutRobot, 0, withoutRobot.length - Integer.BYTES); // all but the number of things the robot touches
        out.writeInt(1);
        out.writeUTF("FITTING");

        assertThat(read(bytes).robotTouches).containsExactly(CalvinThing.BUTTON);
    }

    private static CalvinState read(ByteArrayOutputStream bytes) throws IOException {
        CalvinState state = new CalvinState();
        CalvinStateFormat.read(state, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return state;
    }
}
