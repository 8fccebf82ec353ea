package dev.advect.app.view;

import dev.advect.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class RenderCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--size=480                       | --size=480 is not a size such as 480x360",
        "--size=480x4                     | --size=480x4 is not possible, each side must be between 16 and 4096",
        "--camera=trak                    | --camera=trak: there is no such camera; did you mean 'track'?",
        "--seconds=0                      | --seconds=0.0 is not possible",
        "--fps=1000                       | --fps=1000.0 is not possible",
        "--strip=0                        | --strip=0 is not possible, it must be between 1 and 24",
        "--ghosts=-1                      | --ghosts=-1 is not possible",
        "--actions=zreo                   | --actions=zreo is none of random, zero and hold; did you mean 'zero'?",
        "--expert                         | there is no expert for cheetah-run",
        "--expert --actions=zero          | --expert and --actions exclude each other",
        "--out=/no/such/folder/film.png   | cannot write /no/such/folder/film.png: there is no folder",
        "--out=film.gfi                   | should end in .gif, .mp4, .png or .html; did you mean '.gif'?",
        "--out=film.gif --strip=3         | --strip is for .png, not for film.gif",
        "--out=film.mp4 --size=481x360    | --size=481x360 is not possible with .mp4: width and height must be even",
        "--env=cheetah-rum                | unknown environment 'cheetah-rum'; did you mean 'cheetah-run'?",
    })
    void wrongOption_isRefusedInOneLine(String options, String error) {
        String all = options.trim();
        all += all.contains("--env") ? "" : " --env=cheetah-run";
        all += all.contains("--out") ? "" : " --out=" + folder.resolve("film.png");
        Shell.Result result = Shell.run(("render " + all).split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(error).doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void severalEnvironments_areShownTogether() throws IOException {
        Path file = folder.resolve("both.png");
        Shell.Result result = Shell.run("render", "--env=cheetah-run,gridworld", "--out=" + file, "--seconds=0.1",
                "--size=48x32");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith(file + ", ");
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 48 + 2);
        assertThat(image.getHeight()).isEqualTo(32);
    }

    @Test
    void expert_isFilmedToASmallPage() throws IOException {
        Path file = folder.resolve("lift.html");
        Shell.Result result = Shell.run("render", "--env=lift", "--expert", "--out=" + file, "--seconds=0.5", "--fps=10");

        assertThat(result.err()).isEmpty();
        assertThat(Files.readString(file)).contains("<title>lift, expert</title>");
    }
}
