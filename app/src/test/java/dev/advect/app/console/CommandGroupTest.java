package dev.advect.app.console;

import dev.advect.app.Advect;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.util.Map;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class CommandGroupTest {
    private static Map<String, CommandLine> commands(String... words) {
        return Advect.commandLine(new Advect(), words).getSubcommands();
    }

    /** The experiments that reproduce has. */
    private static Map<String, CommandLine> experiments(String... words) {
        return requireNonNull(commands(words).get("reproduce")).getSubcommands();
    }

    @Test
    void fill_addsOnlyTheNamedCommand_whereverOptionsStand() {
        assertThat(commands("eval", "runs/x", "--episodes=3")).containsOnlyKeys("eval");
        assertThat(commands("--verbose", "eval", "runs/x")).containsOnlyKeys("eval");
        assertThat(experiments("--verbose", "reproduce", "--verbose", "scratch")).containsOnlyKeys("scratch");
    }

    @Test
    void fill_addsAll_whereNoneIsNamed() {
        int all = new Advect().commands().size();
        assertThat(commands()).hasSize(all);
        assertThat(commands("--help")).hasSize(all);
        assertThat(commands("evil", "eval")).hasSize(all);
        assertThat(commands("@words.txt")).hasSize(all);
        assertThat(commands("help", "reproduce")).hasSize(all);
        assertThat(experiments("help", "reproduce")).containsKeys("suite", "scratch");
        assertThat(experiments("reproduce")).containsKeys("suite", "scratch");
    }

    @Test
    void fill_leavesNestedCommands_theOptionsOfAll() {
        CommandLine scratch = requireNonNull(experiments("reproduce", "scratch").get("scratch"));

        assertThat(scratch.getCommandSpec().findOption("--verbose")).isNotNull();
    }
}
