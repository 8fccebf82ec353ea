package dev.advect.view.film;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.envs.suite.Suite;
import dev.advect.envs.toy.GridMap;
import dev.advect.envs.toy.GridWorld;
import dev.advect.random.Rng;
import dev.advect.view.play.FixedActions;
import dev.advect.view.play.Pilot;
import dev.advect.view.play.WatchedPolicy;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Files are read again, by other code than that which wrote them. */
final class FilmFileTest {
    private static final int W = 64;
    private static final int H = 48;
    private static final int RED = 0xc83c28;
    private static final int BLUE = 0x2850b4;

    /** Ten pictures that are blue, with a red stripe from the left that grows by six pixels each. */
    private static final Pictures GROWING = new Pictures() {
        @Override
        public int width() {
            return W;
        }

        @Override
        public int height() {
            return H;
        }

        @Override
        public int count() {
            return 10;
        }

        @Override
        public int[] take(int frame) {
            int[] pixels = new int[W * H];
            Arrays.setAll(pixels, i -> i % W < 6 * frame ? RED : BLUE);
            return pixels;
        }
    };

    @TempDir
    private Path folder;

    private Path written(String name, int strip) throws IOException {
        Path file = folder.resolve(name);
        FilmFile.of(file).write(file, GROWING, 30, strip, 2, done -> {});
        return file;
    }

    @Test
    void png_ofOnePicture_isTheLast() throws IOException {
        BufferedImage image = ImageIO.read(written("a.png", 1).toFile());
        assertThat(image.getWidth()).isEqualTo(W);
        assertThat(image.getRGB(53, 10) & 0xffffff).isEqualTo(RED);
        assertThat(image.getRGB(54, 10) & 0xffffff).isEqualTo(BLUE);
    }

    @Test
    void png_strip_isEvenlySpacedInTime() throws IOException {
        BufferedImage image = ImageIO.read(written("a.png", 4).toFile());
        assertThat(image.getWidth()).isEqualTo(4 * W + 3 * 2);
        // the pictures 0, 3, 6 and 9, whose stripes are 0, 18, 36 and 54 wide
        for (int i = 0; i < 4; i++) {
            int x = i * (W + 2);
            assertThat(image.getRGB(x + 18 * i, 0) & 0xffffff).isEqualTo(BLUE);
            if (i > 0) {
                assertThat(image.getRGB(x + 18 * i - 1, 0) & 0xffffff).isEqualTo(RED);
            }
        }
    }

    @Test
    void gif_playsForEver_withAllPictures() throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(written("a.gif", 0).toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(10);
            int delays = 0;
            BufferedImage screen = new BufferedImage(W, H, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 10; i++) {
                screen.createGraphics().drawImage(reader.read(i), 0, 0, null);
                close(screen.getRGB(Math.max(0, 6 * i - 1), 20), i == 0 ? BLUE : RED, 6);
                close(screen.getRGB(6 * i, 20), BLUE, 6);
                IIOMetadataNode root = (IIOMetadataNode)
                        reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode control =
                        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
                delays += Integer.parseInt(control.getAttribute("delayTime"));
                assertThat(root.getElementsByTagName("ApplicationExtension").getLength()).isEqualTo(i == 0 ? 1 : 0);
            }
            assertThat(delays).isEqualTo(33); // hundredths of a second, of ten pictures at 30 a second
        } finally {
            reader.dispose();
        }
    }

    private static void close(int rgb, int expected, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(rgb >> shift & 255).isCloseTo(expected >> shift & 255, within(tolerance));
        }
    }

    @Test
    void mp4_holdsAllPictures() throws Exception {
        FrameGrab grab = FrameGrab.createFrameGrab(NIOUtils.readableChannel(written("a.mp4", 0).toFile()));
        assertThat(grab.getVideoTrack().getMeta().getTotalFrames()).isEqualTo(10);
        assertThat(grab.getVideoTrack().getMeta().getTotalDuration()).isCloseTo(1 / 3.0, within(0.001));
        for (int i = 0; i < 10; i++) {
            Picture picture = grab.getNativeFrame();
            assertThat(picture.getCroppedWidth()).isEqualTo(W);
            assertThat(picture.getCroppedHeight()).isEqualTo(H);
            // luma of red is 16 + (66 * 200 + 129 * 60 + 25 * 40) / 256 = 102, of blue 84
            int luma = picture.getPlaneData(0)[20 * picture.getPlaneWidth(0) + 3] + 128;
            int blueness = picture.getPlaneData(1)[10 * picture.getPlaneWidth(1) + 1];
            assertThat(luma).isCloseTo(i == 0 ? 84 : 102, within(8));
            assertThat(blueness).isCloseTo(i == 0 ? 50 : -30, within(12));
        }
    }

    /** All components of the action are 1. */
    private static final class FullAhead implements WatchedPolicy {
        @Override
        public boolean stochasticByDefault() {
            return false;
        }

        @Override
        public void act(float[] observation, float[] noise, float[] actions) {
            Arrays.fill(actions, 1);
        }

        @Override
        public Map<String, Object> facts() {
            return Map.of();
        }
    }

    private static Pilot acting(Env env, FixedActions.Rule rule) {
        return new Pilot(new FixedActions(rule, env.spec().actionSize(), new Rng(0, 0)), null);
    }

    @Test
    void html_needsNothingFromAnywhere() throws IOException {
        Path file = folder.resolve("a.html");
        try (var env = Suite.task("cheetah-run").create()) {
            Take take = new Recorder(env, acting(env, FixedActions.Rule.ZERO), 1, 0, 0.1).record(5, false);
            FilmFile.writePage(file, List.of(take, take), "cheetah <1>", "track", 10);
        }
        String page = Files.readString(file);
        assertThat(page).contains("<title>cheetah &lt;1&gt;</title>", "\"three-core\":\"data:text/javascript;base64,");
        assertThat(page).doesNotContain("src=\"http", "href=\"http", "@DATA@", "@PLAYER@", "@IMPORTS@");
        assertThat(Files.size(file)).isBetween(900_000L, 3_000_000L);
    }

    @Test
    void html_ofDrawings_isSmall() throws IOException {
        Path file = folder.resolve("a.html");
        GridWorld world = new GridWorld(GridMap.of("gridworld-tree"));
        Take take = new Recorder(world, acting(world, FixedActions.Rule.RANDOM), 1, 0, 1).record(30, false);
        FilmFile.writePage(file, List.of(take), "grid", "track", 10);
        assertThat(Files.readString(file)).contains("\"drawn\":true");
        assertThat(Files.size(file)).isLessThan(60_000);
    }

    @Test
    void drawing_fillsThePicture() {
        GridWorld world = new GridWorld(GridMap.of("gridworld"));
        Take take = new Recorder(world, acting(world, FixedActions.Rule.ZERO), 1, 0, 1).record(1, false);
        int[] pixels = Film.of(List.of(take), "track", 100, 100).take(0);
        assertThat(pixels[2 * 100 + 2] & 0xffffff).isEqualTo(0x8fd19e); // the goal along the upper edge
        int row = (int) ((24.5 - world.y()) * 4);
        int cell = row * 100 + (int) ((world.x() + 0.5) * 4);
        assertThat(pixels[cell] & 0xffffff).isEqualTo(0x2f6fde); // the agent
    }

    @Test
    void wrongNames_areRefused() {
        assertThatThrownBy(() -> FilmFile.of(Path.of("film.gfi"))).isInstanceOf(InvalidValueException.class)
                .hasMessage("--out=film.gfi should end in .gif, .mp4, .png or .html; did you mean '.gif'?");
        assertThatThrownBy(() -> FilmFile.of(Path.of("film"))).isInstanceOf(InvalidValueException.class);
        try (var env = Suite.task("cheetah-run").create()) {
            Take take = new Recorder(env, acting(env, FixedActions.Rule.ZERO), 1, 0, 0.1).record(2, false);
            assertThatThrownBy(() -> Film.of(List.of(take), "sid", W, H)).isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("--camera=sid").hasMessageContaining("did you mean 'side'?");
        }
    }

    @Test
    void environment_thatCannotBeSeen_isRefused() {
        Env unseen = new Env() {
            @Override
            public EnvSpec spec() {
                return EnvSpec.of("dark", 1, 1, 1);
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {}

            @Override
            public void step(float[] action, Step out) {}
        };
        assertThatThrownBy(() -> new Recorder(unseen, acting(unseen, FixedActions.Rule.ZERO), 0, 0, 1)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("dark cannot be drawn").hasMessageContaining("DrawableEnv");
    }

    @Test
    void runner_staysInTheMiddle() {
        try (var env = Suite.task("cheetah-run").create()) {
            Take take = new Recorder(env, acting(env, FixedActions.Rule.ZERO), 1, 0, 0.05).record(20, false);
            Framing framing = new Framing(take, Framing.TRACK, 1.5);
            double[] middle = framing.middle(10);
            double[] direction = framing.viewpoint(10).forward();
            double[] from = framing.viewpoint(10).position();
            for (int k = 0; k < 3; k++) {
                assertThat(from[k] + framing.distance() * direction[k]).isCloseTo(middle[k], within(1e-9));
            }
        }
    }

    @Test
    void arena_isWhollySeenFromOnePlace() {
        try (var env = Suite.task("point-mass").create()) {
            Take take = new Recorder(env, new Pilot(new FullAhead(), null), 1, 0, 0.1).record(30, false);
            Framing framing = new Framing(take, Framing.TRACK, 1.5);
            // the floor reaches 0.3 m to each side of the origin; the ball, which is far smaller, runs to its border
            assertThat(framing.middle(0)).isEqualTo(framing.middle(29));
            assertThat(framing.middle(0)[0]).isCloseTo(0, within(0.05));
            assertThat(framing.distance()).isGreaterThan(0.6);
        }
    }
}
