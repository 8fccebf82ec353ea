package dev.advect.mujoco.layout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a C preprocessor as MuJoCo's headers need: it drops comments, follows includes of MuJoCo's own files and
 * conditions on names, collects macros without parameters, and cuts the rest into tokens.
 *
 * <p>A condition that it does not understand is taken as false.
 */
final class CPreprocessor {
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z_]\\w*|[0-9][\\w.]*|<<|>>|\"[^\"\n]*\"|\\S");
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*(\\w+)\\s*(.*)");
    private static final Pattern DEFINE = Pattern.compile("(\\w+)(?:\\s+(.*))?");
    private static final Pattern INCLUDE = Pattern.compile("<mujoco/(\\w+\\.h)>");
    private static final Pattern DEFINED = Pattern.compile("(!?)\\s*defined\\s*\\(?\\s*(\\w+)\\s*\\)?");

    private final Function<String, String> files;
    private final Set<String> included = new HashSet<>();
    private final Map<String, String> macros = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();

    /** {@code files} gives the text of a header by its name, as {@code "mjmodel.h"}. */
    CPreprocessor(Function<String, String> files) {
        this.files = files;
    }

    /** The tokens of a text without comments and directives. */
    static List<String> tokens(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The tokens of all files that were included. */
    List<String> tokens() {
        return tokens;
    }

    /** The macros without parameters, each with its text. */
    Map<String, String> macros() {
        return macros;
    }

    /** Reads a header, at the first time. */
    void include(String name) {
        if (!included.add(name)) {
            return;
        }
        Deque<Branch> branches = new ArrayDeque<>();
        for (String line : withoutComments(files.apply(name)).split("\n", -1)) {
            Matcher directive = DIRECTIVE.matcher(line.strip());
            if (directive.matches()) {
                obey(directive.group(1), directive.group(2).strip(), branches);
            } else if (isRead(branches)) {
                tokens.addAll(tokens(line));
            }
        }
    }

    /** A branch of a condition: the one that is read, or one before or after it. */
    private enum Branch {
        BEFORE,
        READ,
        AFTER;

        static Branch first(boolean holds) {
            return holds ? READ : BEFORE;
        }

        Branch next(boolean holds) {
            return this == BEFORE ? first(holds) : AFTER;
        }
    }

    private static boolean isRead(Deque<Branch> branches) {
        return branches.stream().allMatch(branch -> branch == Branch.READ);
    }

    private void obey(String directive, String rest, Deque<Branch> branches) {
        switch (directive) {
            case "ifdef" -> branches.push(Branch.first(macros.containsKey(rest)));
            case "ifndef" -> branches.push(Branch.first(!macros.containsKey(rest)));
            case "if" -> branches.push(Branch.first(holds(rest)));
            case "else" -> branches.push(pop(branches).next(true));
            case "elif" -> branches.push(pop(branches).next(holds(rest)));
            case "endif" -> pop(branches);
            default -> {
                if (isRead(branches)) {
                    define(directive, rest);
                }
            }
        }
    }

    private void define(String directive, String rest) {
        Matcher define = DEFINE.matcher(rest);
        Matcher include = INCLUDE.matcher(rest);
        if (directive.equals("define") && define.matches()) {
            String value = define.group(2);
            macros.put(define.group(1), value == null ? "" : value.strip());
        } else if (directive.equals("include") && include.matches()) {
            include(include.group(1));
        }
    }

    private boolean holds(String condition) {
        Matcher defined = DEFINED.matcher(condition);
        return defined.matches() && macros.containsKey(defined.group(2)) == defined.group(1).isEmpty();
    }

    private static Branch pop(Deque<Branch> branches) {
        if (branches.isEmpty()) {
            throw new HeaderException("an #else or #endif has no #if");
        }
        return branches.pop();
    }

    private static String withoutComments(String text) {
        return COMMENT.matcher(text.replace("\r", "").replace("\\\n", " ")).replaceAll(" ");
    }
}
