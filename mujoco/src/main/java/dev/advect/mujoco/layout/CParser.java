package dev.advect.mujoco.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static java.util.Map.entry;

/**
 * Reads the declarations of MuJoCo's headers: structures, enumerations and names of types. It lays structures out as
 * the C compilers of 64-bit systems do: each member at the next multiple of its alignment.
 *
 * <p>All else, as functions and variables, is skipped.
 */
final class CParser {
    private static final int MAX_DEPTH = 20;

    private static final Set<String> QUALIFIERS = Set.of("const", "volatile", "extern", "static", "signed");

    /** A structure that is defined elsewhere, to which there are only pointers. */
    private static final CType ANNOUNCED = CType.opaque(0);

    private final List<String> tokens;
    private final Map<String, String> macros;
    private final Map<String, CType> types;
    private final Map<String, CType> tags = new HashMap<>();
    private final Map<String, Long> enumerators = new HashMap<>();
    private int position;
    private int depth;

    private CParser(CPreprocessor source, boolean windows) {
        this.tokens = source.tokens();
        this.macros = source.macros();
        this.types = new HashMap<>(builtin(windows));
    }

    /** Reads all; {@code windows} has a {@code long} of four bytes. */
    static CParser parse(CPreprocessor source, boolean windows) {
        CParser parser = new CParser(source, windows);
        while (parser.position < parser.tokens.size()) {
            parser.declaration();
        }
        return parser;
    }

    private static Map<String, CType> builtin(boolean windows) {
        CType byteType = CType.number(Element.BYTE);
        CType intType = CType.number(Element.INT);
        CType longType = CType.number(Element.LONG);
        return Map.ofEntries(
                entry("void", CType.opaque(0)), entry("char", byteType), entry("_Bool", byteType),
                entry("bool", byteType), entry("int8_t", byteType), entry("uint8_t", byteType),
                entry("short", CType.opaque(2)), entry("int16_t", CType.opaque(2)), entry("uint16_t", CType.opaque(2)),
                entry("int", intType), entry("unsigned", intType), entry("int32_t", intType),
                entry("uint32_t", intType), entry("long", windows ? intType : longType),
                entry("int64_t", longType), entry("uint64_t", longType), entry("size_t", longType),
                entry("ptrdiff_t", longType), entry("intptr_t", longType), entry("uintptr_t", longType),
                entry("float", CType.number(Element.FLOAT)), entry("double", CType.number(Element.DOUBLE)));
    }

    /** A structure or other type by its name. */
    CType type(String name) {
        CType type = types.get(name);
        if (type == null) {
            throw new HeaderException("there is no type " + name);
        }
        return type;
    }

    /** The enumerators and the macros that are integers. */
    Map<String, Long> constants() {
        Map<String, Long> constants = new HashMap<>(enumerators);
        for (String macro : macros.keySet()) {
            try {
                constants.put(macro, constant(macro, 0));
            } catch (HeaderException e) {
                // a macro that is something else
                constants.remove(macro);
            }
        }
        return constants;
    }

    /** The value of a name, which is an enumerator or a macro. */
    private long constant(String name, int nested) {
        Long value = enumerators.get(name);
        String macro = macros.get(name);
        if (value == null && (macro == null || nested > MAX_DEPTH)) {
            throw new HeaderException("there is no constant " + name);
        }
        if (value != null) {
            return value;
        }
        List<String> words = CPreprocessor.tokens(String.valueOf(macro));
        return CExpression.evaluate(words, inner -> constant(inner, nested + 1));
    }

    private void declaration() {
        if (take("typedef")) {
            declarators(specifier(), (name, declared, count) -> types.put(name, declared));
        } else if (peek().equals("struct") || peek().equals("enum")) {
            specifier();
            skip();
        } else {
            skip();
        }
    }

    /** Skips to the end of a declaration that is of no interest. */
    private void skip() {
        int open = 0;
        while (position < tokens.size()) {
            String token = next();
            if (token.equals("{") || token.equals("(")) {
                open++;
            } else if (token.equals("}") || token.equals(")")) {
                open--;
            } else if (token.equals(";") && open <= 0) {
                return;
            }
        }
    }

    /** A type before the names that are declared with it. */
    private CType specifier() {
        List<String> words = new ArrayList<>();
        while (position < tokens.size()) {
            String token = peek();
            if (QUALIFIERS.contains(token)) {
                position++;
            } else if (token.equals("struct") && words.isEmpty()) {
                position++;
                return structure();
            } else if (token.equals("enum") && words.isEmpty()) {
                position++;
                return enumeration();
            } else if (words.isEmpty() || isNumberWord(token)) {
                words.add(next());
            } else {
                break;
            }
        }
        return named(words);
    }

    private static boolean isNumberWord(String token) {
        return switch (token) {
            case "char", "short", "int", "long", "double", "unsigned" -> true;
            default -> false;
        };
    }

    /** The type that words such as "unsigned", "char" mean together. */
    private CType named(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        if (rest.size() > 1) {
            rest.remove("unsigned");
        }
        if (rest.size() > 1) {
            rest.remove("int");
        }
        if (rest.equals(List.of("long", "long"))) {
            return CType.number(Element.LONG);
        }
        if (rest.size() != 1) {
            throw new HeaderException("cannot understand the type " + words + " near " + near());
        }
        return type(rest.getFirst());
    }

    private CType structure() {
        String tag = peek().equals("{") ? "" : next();
        if (!take("{")) {
            return tags.getOrDefault(tag, ANNOUNCED);
        }
        if (++depth > MAX_DEPTH) {
            throw new HeaderException("structures are nested too deeply");
        }
        Map<String, CType.Member> members = new LinkedHashMap<>();
        long[] end = {0, 1};
        while (!take("}")) {
            declarators(specifier(), (name, declared, count) -> {
                if (declared.size() == 0) {
                    throw new HeaderException("the size of " + name + " is not known");
                }
                end[1] = Math.max(end[1], declared.alignment());
                long offset = CType.align(end[0], declared.alignment());
                end[0] = CType.append(offset, declared, count);
                if (members.put(name, new CType.Member(offset, declared, count)) != null) {
                    throw new HeaderException("two members are called " + name);
                }
            });
        }
        depth--;
        CType type = new CType(CType.align(end[0], end[1]), end[1], Element.OTHER, false, members);
        if (!tag.isEmpty()) {
            tags.put(tag, type);
        }
        return type;
    }

    private CType enumeration() {
        if (!peek().equals("{")) {
            next();
        }
        if (take("{")) {
            long value = 0;
            while (!take("}")) {
                String name = next();
                if (take("=")) {
                    value = CExpression.evaluate(until(Set.of(",", "}")), inner -> constant(inner, 0));
                }
                enumerators.put(name, value++);
                if (!take(",") && !peek().equals("}")) {
                    throw new HeaderException("an enumeration is broken near " + near());
                }
            }
        }
        return CType.number(Element.INT);
    }

    /** What is done with a declared name. */
    private interface Declared {
        void take(String name, CType type, long count);
    }

    /** The names after a type, up to the semicolon. */
    private void declarators(CType base, Declared declared) {
        while (!take(";")) {
            CType type = base;
            while (take("*") || take("const")) {
                type = tokens.get(position - 1).equals("*") ? type.pointerTo() : type;
            }
            if (take("(")) {
                if (!take("*")) {
                    throw new HeaderException("cannot understand a declaration near " + near());
                }
                declared.take(next(), CType.opaque(0).pointerTo(), 1);
                until(Set.of(";"));
                continue;
            }
            String name = next();
            long count = 1;
            while (take("[")) {
                long dimension = CExpression.evaluate(until(Set.of("]")), inner -> constant(inner, 0));
                next();
                if (dimension < 0 || dimension > Integer.MAX_VALUE || count > Integer.MAX_VALUE) {
                    throw new HeaderException(name + " is too large");
                }
                count *= dimension;
            }
            declared.take(name, type, count);
            if (!take(",") && !peek().equals(";")) {
                throw new HeaderException("cannot understand a declaration near " + near());
            }
        }
    }

    /** The tokens before one of those, which stays. */
    private List<String> until(Set<String> ends) {
        int start = position;
        while (!ends.contains(peek())) {
            position++;
        }
        return tokens.subList(start, position);
    }

    private boolean take(String token) {
        boolean found = peek().equals(token);
        if (found) {
            position++;
        }
        return found;
    }

    private String peek() {
        if (position >= tokens.size()) {
            throw new HeaderException("a header ends too early");
        }
        return tokens.get(position);
    }

    private String next() {
        String token = peek();
        position++;
        return token;
    }

    private String near() {
        return tokens.subList(Math.max(0, position - 3), Math.min(tokens.size(), position + 3)).stream()
                .collect(Collectors.joining(" ", "'", "'"));
    }
}
