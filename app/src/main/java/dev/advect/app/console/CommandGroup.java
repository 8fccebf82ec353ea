package dev.advect.app.console;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

import java.util.List;

/**
 * A command that holds others. Only the one that the command line names is looked at, because reading the options of all takes
 * longer than most commands do.
 */
public interface CommandGroup {
    /** Returns the classes of its commands, in the order of its help. */
    List<Class<?>> commands();

    /**
     * Adds the commands of a group to it: the one that the words name, or all where they name none, as help and mistakes do.
     *
     * @param line the group, without commands
     * @param words what follows its name on the command line
     */
    static void fill(CommandLine line, List<String> words) {
        if (!(line.getCommand() instanceof CommandGroup group)) {
            return;
        }
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) { // options of groups have no values
            at++;
        }
        List<String> named = words.subList(at, words.size());
        List<Class<?>> wanted = group.commands().stream()
                .filter(command -> command != HelpCommand.class && !named.isEmpty() && name(command).equals(named.getFirst())).toList();
        for (Class<?> command : wanted.isEmpty() ? group.commands() : wanted) {
            CommandLine child = new CommandLine(command);
            fill(child, wanted.isEmpty() ? List.of() : named.subList(1, named.size()));
            line.addSubcommand(child);
        }
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
