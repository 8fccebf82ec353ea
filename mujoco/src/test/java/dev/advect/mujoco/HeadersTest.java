package dev.advect.mujoco;

import dev.advect.mujoco.layout.Element;
import dev.advect.mujoco.layout.HeaderException;
import dev.advect.mujoco.layout.HeaderFolders;
import dev.advect.mujoco.layout.Headers;
import dev.advect.mujoco.layout.Layout;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Damaged headers: whatever they say, the parser gives a layout or refuses them, and the check of the library that the
 * tests run with accepts no layout but the right one. The property {@code advect.test.mutations} sets how many are tried.
 */
final class HeadersTest {
    private static final int MUTATIONS = Integer.getInteger("advect.test.mutations", 150);
    private static final List<String> FILES =
            List.of("mjmodel.h", "mjdata.h", "mjtype.h", "mjtnum.h", "mjxmacro.h", "mujoco.h");

    @Test
    void layout_ofDamagedHeaders_isRefusedOrRight() throws Exception {
        Layout right = Mujoco.load().layout();
        Path folder = HeaderFolders.ofTestedVersions().stream()
                .filter(candidate -> Headers.read(candidate).version().equals(right.version()))
                .findFirst()
                .orElseThrow();
        Map<String, String> texts = new HashMap<>(Headers.texts(folder));
        texts.keySet().retainAll(FILES);
        Random random = new Random(1);
        int parsed = 0;
        int refused = 0;
        try (LayoutCheck check = new LayoutCheck(right.version())) {
            for (int i = 0; i < MUTATIONS; i++) {
                Map<String, String> damaged = new HashMap<>(texts);
                List<String> names = new ArrayList<>(new TreeMap<>(texts).keySet());
                String name = names.get(random.nextInt(names.size()));
                damaged.put(name, damage(Objects.requireNonNull(texts.get(name)), random));
                try {
                    Headers headers = new Headers(damaged);
                    Layout layout = headers.layout(false);
                    parsed++;
                    assertRefusedOrRight(check, layout, right);
                } catch (HeaderException e) {
                    assertThat(e).hasMessageNotContaining("\n");
                    refused++;
                }
            }
        }
        System.out.println(MUTATIONS + " damaged headers: " + parsed + " gave a layout, " + refused + " were refused");
        assertThat(parsed).isPositive();
        assertThat(refused).isPositive();
    }

    /** Damaged tables: no field may lie elsewhere than in the library, whatever else is accepted. */
    @Test
    void check_damagedLayouts_areRefused() {
        Layout right = Mujoco.load().layout();
        Random random = new Random(2);
        List<String> names = new ArrayList<>(right.fields().keySet());
        try (LayoutCheck check = new LayoutCheck(right.version())) {
            for (int i = 0; i < 10 * MUTATIONS; i++) {
                Map<String, Layout.Field> fields = new TreeMap<>(right.fields());
                for (int j = 0; j <= random.nextInt(3); j++) {
                    String name = names.get(random.nextInt(names.size()));
                    fields.put(name, damage(Objects.requireNonNull(fields.get(name)), random));
                }
                assertRefusedOrRight(check, new Layout(right.version(), fields, right.constants()), right);
            }
        }
    }

    @Test
    void constructor_headersWithoutVersion_areRefused() {
        assertThatThrownBy(() -> new Headers(Map.of()))
                .isInstanceOf(HeaderException.class)
                .hasMessage("there is no mujoco.h");
        assertThatThrownBy(() -> new Headers(Map.of("mujoco.h", "#define mjVERSION_HEADER many")))
                .isInstanceOf(HeaderException.class)
                .hasMessage("mujoco.h does not say its version");
    }

    /** A layout that the check accepts has every array, size and number of the right one where the right one has it. */
    private static void assertRefusedOrRight(LayoutCheck check, Layout layout, Layout right) {
        try {
            check.check(layout);
        } catch (WrongLayout e) {
            return;
        }
        layout.fields().forEach((name, field) -> {
            if (right.has(name)) {
                boolean twin = LayoutCheckTest.isTwin(name, field.offset() - right.offset(name));
                assertThat(twin ? right.offset(name) : field.offset()).as(name).isEqualTo(right.offset(name));
            }
        });
    }

    private static Layout.Field damage(Layout.Field field, Random random) {
        int offset = switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> field.offset() + 8 * (random.nextInt(9) - 4);
            case 2 -> random.nextInt(200_000);
            default -> field.offset();
        };
        Element[] elements = Element.values();
        Element element = random.nextInt(4) == 0 ? elements[random.nextInt(elements.length)] : field.element();
        return new Layout.Field(offset, element, field.pointer(), field.rows(), field.columns());
    }

    /** Cuts, repeats, moves or replaces a piece of a text. */
    private static String damage(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 4 : 400));
        String piece = text.substring(from, to);
        String[] words = {"{", "}", ";", "[", "]", "*", "(", "/*", "#if 0\n", "#else\n", "999999999", "-1", "struct",
            "int x;", "double y;", ",", "\0", "#define mjNREF 3\n", "mjtNum", "char", "\\\n", "[1<<30]"};
        String word = words[random.nextInt(words.length)];
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, from) + piece + text.substring(from);
            case 2 -> text.substring(0, from) + word + text.substring(to);
            case 3 -> text.substring(0, from) + word + text.substring(from);
            case 4 -> text.substring(0, from);
            default -> text.substring(0, from) + text.substring(to, Math.min(text.length(), to + piece.length()))
                    + piece + text.substring(Math.min(text.length(), to + piece.length()));
        };
    }
}
