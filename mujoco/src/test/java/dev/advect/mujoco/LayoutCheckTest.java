package dev.advect.mujoco;

import dev.advect.mujoco.layout.Element;
import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.layout.Layouts;
import dev.advect.mujoco.library.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Wrong layouts, which must all be found out on the library that the tests run with. */
final class LayoutCheckTest {
    /** Fields apart up to which they are exchanged; all pairs, 40 times as many, have been tried once. */
    private static final int NEIGHBOURS = 4;

    private static LayoutCheck check;
    private static Layout right;

    @BeforeAll
    static void prepare() {
        right = Mujoco.load().layout();
        check = new LayoutCheck(right.version());
    }

    @AfterAll
    static void close() {
        check.close();
    }

    @Test
    void check_rightLayout_isAccepted() {
        check.check(right);
        check.check(right);
    }

    @Test
    void check_tableOfAnotherVersion_isRefused() {
        for (Version version : Version.TESTED) {
            if (!version.equals(right.version())) {
                assertThatThrownBy(() -> check.check(Layouts.table(version))).isInstanceOf(WrongLayout.class);
            }
        }
    }

    @Test
    void check_oneFieldShifted_isRefused() {
        List<String> accepted = new ArrayList<>();
        right.fields().forEach((name, field) -> {
            for (int shift : new int[] {-8, -4, 4, 8}) {
                if (!isTwin(name, shift) && isAccepted(name, at(field, field.offset() + shift))) {
                    accepted.add(name + " shifted by " + shift);
                }
            }
        });
        assertThat(accepted).isEmpty();
    }

    /** What holds no number that is known could pass for an array of another type and as many bytes. */
    @Test
    void check_arrayOfAnotherTypeElsewhere_isRefused() {
        List<String> accepted = new ArrayList<>();
        for (String name : List.of("mjData.userdata", "mjModel.mesh_face", "mjModel.hfield_data")) {
            Layout.Field field = right.field(name);
            for (Element element : Element.values()) {
                for (int shift = -512; shift <= 512; shift += Long.BYTES) {
                    Layout.Field other = new Layout.Field(
                            field.offset() + shift, element, field.pointer(), field.rows(), field.columns());
                    if (shift != 0 && !isTwin(name, shift) && isAccepted(name, other)) {
                        accepted.add(name + " of " + element + " shifted by " + shift);
                    }
                }
            }
        }
        assertThat(accepted).isEmpty();
    }

    /** Two fields that are next to each other, or nearly so, have their places exchanged. */
    @Test
    void check_neighboursSwapped_isRefused() {
        List<String> accepted = new ArrayList<>();
        List<String> names = right.fields().keySet().stream()
                .sorted(Comparator.comparing(LayoutCheckTest::structure).thenComparingInt(right::offset))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < Math.min(i + NEIGHBOURS, names.size()); j++) {
                String name = names.get(i);
                String other = names.get(j);
                Map<String, Layout.Field> fields = new TreeMap<>(right.fields());
                fields.put(name, at(right.field(name), right.offset(other)));
                fields.put(other, at(right.field(other), right.offset(name)));
                if (structure(name).equals(structure(other)) && isAccepted(fields, right.constants())) {
                    accepted.add(name + " swapped with " + other);
                }
            }
        }
        assertThat(accepted).isEmpty();
    }

    /**
     * Each scalar is looked for at every other place of its structure that is not another one's: there are fields that
     * are not used here, and some of them hold the same number for many a model.
     */
    @Test
    void check_scalarMovedAnywhere_isRefused() {
        List<String> accepted = new ArrayList<>();
        right.fields().forEach((name, field) -> {
            boolean model = structure(name).equals("mjModel");
            boolean scalar = !field.pointer() && (model || structure(name).equals("mjData"));
            int from = model ? 0 : Math.max(0, field.offset() - 512);
            int to = model ? right.offset("mjModel.buffer") : field.offset() + 512;
            for (int offset = from; scalar && offset < to; offset += Integer.BYTES) {
                if (offset != field.offset() && !isTwin(name, offset - field.offset())
                        && isAccepted(name, at(field, offset))) {
                    accepted.add(name + " at " + offset + " in place of " + field.offset());
                }
            }
        });
        assertThat(accepted).isEmpty();
    }

    /**
     * Whether the same numbers lie so many bytes away: two geoms of a contact; the normals of meshes, which are as many as
     * their vertices, and numbered like them in the faces, unless a file says otherwise.
     */
    static boolean isTwin(String name, int shift) {
        return (name.equals("mjContact.geom") && shift == -8)
                || (name.matches("mjModel\\.(nmeshvert|mesh_face)") && shift == 8);
    }

    @Test
    void check_anyTwoSizesSwapped_isRefused() {
        List<String> accepted = new ArrayList<>();
        List<String> names = right.fields().keySet().stream().filter(name -> name.startsWith("mjModel.n")
                && !right.field(name).pointer()).toList();
        for (String name : names) {
            for (String other : names) {
                Map<String, Layout.Field> fields = new TreeMap<>(right.fields());
                fields.put(name, at(right.field(name), right.offset(other)));
                fields.put(other, at(right.field(other), right.offset(name)));
                if (name.compareTo(other) < 0 && isAccepted(fields, right.constants())) {
                    accepted.add(name + " swapped with " + other);
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(30);
        assertThat(accepted).isEmpty();
    }

    @Test
    void check_wrongSizesOfElementsOrStructures_areRefused() {
        List<String> accepted = new ArrayList<>();
        right.fields().forEach((name, field) -> {
            Element wrong = field.element() == Element.DOUBLE ? Element.FLOAT : Element.DOUBLE;
            Layout.Field other = new Layout.Field(field.offset(), wrong, field.pointer(), field.rows(), field.columns());
            if (field.pointer() && !field.rows().equals("0") && isAccepted(name, other)) {
                accepted.add(name + " of " + wrong);
            }
        });
        for (String name : List.of("sizeof(mjModel)", "sizeof(mjData)")) {
            for (int wrong : new int[] {-64, 64, 1 << 20}) {
                Map<String, Integer> constants = new TreeMap<>(right.constants());
                constants.merge(name, wrong, Integer::sum);
                if (isAccepted(right.fields(), constants)) {
                    accepted.add(name + " " + wrong);
                }
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static boolean isAccepted(String name, Layout.Field wrong) {
        Map<String, Layout.Field> fields = new TreeMap<>(right.fields());
        fields.put(name, wrong);
        return isAccepted(fields, right.constants());
    }

    private static boolean isAccepted(Map<String, Layout.Field> fields, Map<String, Integer> constants) {
        try {
            check.check(new Layout(right.version(), fields, constants));
            return true;
        } catch (WrongLayout e) {
            return false;
        }
    }

    private static Layout.Field at(Layout.Field field, int offset) {
        return new Layout.Field(offset, field.element(), field.pointer(), field.rows(), field.columns());
    }

    private static String structure(String name) {
        return name.substring(0, name.indexOf('.'));
    }
}
