package dev.advect.app.console;

import dev.advect.app.Advect;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class CommandGroupTest {
    private static Map<String, CommandLine> commands(String... words) {
        return Advect.commandLine(new Advect(), words).getSubcommands();
    }

    @Test
    void fill_addsOnlyTheNamedCommand_whereverOptionsStand() {
        assertThat(commands("eval", "runs/x", "--episodes=3")).containsOnlyKeys("eval");
        assertThat(commands("--verbose", "eval", "runs/x")).containsOnlyKeys("eval");
        assertThat(commands("--verbose", "reproduce", "--verbose", "scratch").get("reproduce").getSubcommands()).containsOnlyKeys("scratch");
    }

    @Test
    void fill_addsAll_whereNoneIsNamed() {
        int all = new Advect().commands().size();
        assertThat(commands()).hasSize(all);
        assertThat(commands("--help")).hasSize(all);
        assertThat(commands("evil", "eval")).hasSize(all);
        assertThat(commands("@words.txt")).hasSize(all);
        assertThat(commands("help", "reproduce")).hasSize(all);
        assertThat(commands("help", "reproduce").get("reproduce").getSubcommands()).containsKeys("suite", "scratch");
        assertThat(commands("reproduce").get("reproduce").getSubcommands()).containsKeys("suite", "scratch");
    }

    @Test
    void fill_leavesNestedCommands_theOptionsOfAll() {
        CommandLine scratch = commands("reproduce", "scratch").get("reproduce").getSubcommands().get("scratch");

        assertThat(scratch.getCommandSpec().findOption("--verbose")).isNotNull();
    }
}
