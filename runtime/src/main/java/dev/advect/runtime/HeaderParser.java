package dev.advect.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parser for exactly the JSON of safetensors headers: an object of objects that contain strings, or strings and lists
 * of whole numbers. Deeper nesting and duplicate names are rejected, and every step consumes text, so that neither
 * stack nor memory can be exhausted.
 */
final class HeaderParser {
    private static final String METADATA = "__metadata__";
    /** The maximum number of keys, more than the largest policy has tensors. */
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_LIST = 8;

    /** A tensor's entry, with begin and end as byte offsets in the data. */
    record Entry(String type, List<Long> shape, long begin, long end) {}

    /** The whole header. */
    record Header(Map<String, String> metadata, Map<String, Entry> entries) {}

    private final String text;
    private int position;

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

    /** A parser of one value of an object. */
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
        if (position != text.length()) {
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
                case "shape", "data_offsets" -> lists.put(key, wholeNumbers());
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
            if (seen.size() == MAX_KEYS) {
                throw new PolicyFileException("the header has an object of more than " + MAX_KEYS + " keys");
            }
            if (seen.put(key, true) != null) {
                throw new PolicyFileException("the header has '" + Text.shorten(key) + "' twice");
            }
            expect(':');
            value.read(key);
        } while (accept(','));
        expect('}');
    }

    private List<Long> wholeNumbers() throws PolicyFileException {
        List<Long> numbers = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return numbers;
        }
        do {
            if (numbers.size() == MAX_LIST) {
                throw wrong("a list of at most " + MAX_LIST + " numbers");
            }
            numbers.add(wholeNumber());
        } while (accept(','));
        expect(']');
        return numbers;
    }

    private long wholeNumber() throws PolicyFileException {
        skipSpace();
        int from = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        boolean leadingZero = position - from > 1 && text.charAt(from) == '0';
        if (position == from || position - from > 18 || leadingZero) {
            position = from;
            throw wrong("a whole number");
        }
        return Long.parseLong(text, from, position, 10);
    }

    private String string() throws PolicyFileException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return string.toString();
            }
            if (c < ' ') {
                break;
            }
            position++;
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("the end of a string");
    }

    private char escaped() throws PolicyFileException {
        if (position < text.length()) {
            char c = text.charAt(position++);
            int known = "\"\\/bfnrt".indexOf(c);
            if (known >= 0) {
                return "\"\\/\b\f\n\r\t".charAt(known);
            }
            if (c == 'u') {
                return unicode();
            }
            position--;
        }
        throw wrong("an escape");
    }

    private char unicode() throws PolicyFileException {
        int code = 0;
        for (int i = 0; i < 4; i++, position++) {
            int digit = position < text.length() ? Character.digit(text.charAt(position), 16) : -1;
            if (digit < 0 || text.charAt(position) > 'f') {
                throw wrong("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (position < text.length() && text.charAt(position) == c) {
            position++;
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
                "the header is wrong at character " + position + ", where " + expected + " was expected");
    }
}
