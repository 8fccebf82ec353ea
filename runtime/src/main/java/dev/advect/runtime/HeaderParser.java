package dev.advect.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header, and nothing else: an object of objects of strings, or of strings and lists of
 * whole numbers. Nothing can nest deeper, no name may come twice, and every step consumes text, so that neither stack
 * nor memory can be exhausted.
 */
final class HeaderParser {
    private static final String METADATA = "__metadata__";
    /** More than the largest policy has tensors. */
    private static final int MOST_KEYS = 10_000;
    private static final int LONGEST_LIST = 8;

    /** A tensor as the header describes it; begin and end in bytes of the data. */
    record Entry(String type, List<Long> shape, long begin, long end) {}

    /** All of the header. */
    record Header(Map<String, String> metadata, Map<String, Entry> entries) {}

    private final String text;
    private int at;

    private HeaderParser(String text) {
        this.text = text;
    }

    static Header parse(byte[] bytes, int from, int length) throws PolicyFileException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
        } catch (CharacterCodingException e) {
            throw new PolicyFileException("the header is not UTF-8");
        }
        return new HeaderParser(text).header();
    }

    /** Reads a value of an object. */
    private interface Value {
        void read(String key) throws PolicyFileException;
    }

    private Header header() throws PolicyFileException {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        object(name -> {
            if (name.equals(METADATA)) {
                object(key -> metadata.put(key, string()));
            } else {
                entries.put(name, entry());
            }
        });
        skipSpace();
        if (at != text.length()) {
            throw wrong("nothing more");
        }
        return new Header(metadata, entries);
    }

    private Entry entry() throws PolicyFileException {
        Map<String, String> type = new LinkedHashMap<>();
        Map<String, List<Long>> lists = new LinkedHashMap<>();
        object(key -> {
            switch (key) {
                case "dtype" -> type.put(key, string());
                case "shape", "data_offsets" -> lists.put(key, wholes());
                default -> throw wrong("dtype, shape or data_offsets");
            }
        });
        List<Long> shape = lists.get("shape");
        List<Long> offsets = lists.get("data_offsets");
        if (type.isEmpty() || shape == null || offsets == null || offsets.size() != 2) {
            throw wrong("a tensor's dtype, shape and two data_offsets before this");
        }
        return new Entry(type.getOrDefault("dtype", ""), shape, offsets.get(0), offsets.get(1));
    }

    private void object(Value value) throws PolicyFileException {
        Map<String, Boolean> seen = new LinkedHashMap<>();
        expect('{');
        if (accept('}')) {
            return;
        }
        do {
            String key = string();
            if (seen.size() == MOST_KEYS) {
                throw new PolicyFileException("the header has an object of more than " + MOST_KEYS + " keys");
            }
            if (seen.put(key, true) != null) {
                throw new PolicyFileException("the header has '" + Text.shorten(key) + "' twice");
            }
            expect(':');
            value.read(key);
        } while (accept(','));
        expect('}');
    }

    private List<Long> wholes() throws PolicyFileException {
        List<Long> numbers = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return numbers;
        }
        do {
            if (numbers.size() == LONGEST_LIST) {
                throw wrong("a list of at most " + LONGEST_LIST + " numbers");
            }
            numbers.add(whole());
        } while (accept(','));
        expect(']');
        return numbers;
    }

    private long whole() throws PolicyFileException {
        skipSpace();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
        if (at == from || at - from > 18 || leadingZero) {
            at = from;
            throw wrong("a whole number");
        }
        return Long.parseLong(text, from, at, 10);
    }

    private String string() throws PolicyFileException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return string.toString();
            }
            if (c < ' ') {
                break;
            }
            at++;
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("the end of a string");
    }

    private char escaped() throws PolicyFileException {
        if (at < text.length()) {
            char c = text.charAt(at++);
            int known = "\"\\/bfnrt".indexOf(c);
            if (known >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(known);
            }
            if (c == 'u') {
                return unicode();
            }
            at--;
        }
        throw wrong("an escape");
    }

    private char unicode() throws PolicyFileException {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw wrong("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws PolicyFileException {
        if (!accept(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private PolicyFileException wrong(String expected) {
        return new PolicyFileException(
                "the header is wrong at character " + at + ", where " + expected + " was expected");
    }
}
