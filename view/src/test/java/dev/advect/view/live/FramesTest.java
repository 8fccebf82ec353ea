package dev.advect.view.live;

import dev.advect.runtime.Squash;
import dev.advect.view.play.Cloud;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import static org.assertj.core.api.Assertions.assertThat;

class FramesTest {
    private static final int CLOCK = 1;

    private static float clock(double seconds) {
        Cloud cloud = new Cloud(1, new double[] {0}, new float[][] {{0}}, Squash.CLIP, "step");
        return ByteBuffer.wrap(Frames.cloud(seconds, cloud)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(CLOCK);
    }

    /** After a day, 32 bits tell times apart that are 8 ms apart, which is more than a control step. */
    @Test
    void clock_afterADay_tellsOneMillisecondFromTheNext() {
        double day = 86_400;

        assertThat(clock(day + 0.001)).isGreaterThan(clock(day));
        assertThat(clock(4095.5)).isEqualTo(4095.5f);
        assertThat(clock(4096.25)).isEqualTo(0.25f);
    }
}
