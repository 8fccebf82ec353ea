package dev.advect.mujoco;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * Whether the structures of the loaded library are laid out as {@link Layout} says.
 *
 * <p>A small model of known sizes is compiled; its sizes must be found at their offsets, and every pointer must point
 * into the buffer of its structure. A build of the right version with other settings, such as single precision, is
 * found out here, before it reads or writes where it should not.
 */
final class LayoutCheck {
    private static final String XML = """
            <mujoco>
              <option timestep="0.125" gravity="1 2 3" density="4" viscosity="5" iterations="7"/>
              <size njmax="21" nconmax="22" nuserdata="23"/>
              <worldbody>
                <body><freejoint/><geom size="1"/><site/><site/></body>
                <body pos="5 0 0"><joint name="a"/><joint axis="0 1 0"/><geom size="1"/></body>
                <body mocap="true"/>
              </worldbody>
              <actuator><motor joint="a"/><motor joint="a"/><general joint="a" dyntype="integrator"/></actuator>
              <sensor><jointpos joint="a"/></sensor>
            </mujoco>
            """;
    private static final Map<ModelSize, Integer> SIZES = Map.ofEntries(
            Map.entry(ModelSize.NQ, 9), Map.entry(ModelSize.NV, 8), Map.entry(ModelSize.NU, 3),
            Map.entry(ModelSize.NA, 1), Map.entry(ModelSize.NBODY, 4), Map.entry(ModelSize.NJNT, 3),
            Map.entry(ModelSize.NGEOM, 2), Map.entry(ModelSize.NSITE, 2), Map.entry(ModelSize.NSENSOR, 1),
            Map.entry(ModelSize.NSENSORDATA, 1), Map.entry(ModelSize.NMOCAP, 1), Map.entry(ModelSize.NKEY, 0),
            Map.entry(ModelSize.NJMAX, 21), Map.entry(ModelSize.NCONMAX, 22), Map.entry(ModelSize.NUSERDATA, 23));

    private final MemorySegment model;
    private final MemorySegment data;

    private LayoutCheck(MemorySegment model, MemorySegment data) {
        this.model = model;
        this.data = data;
    }

    /** Throws a {@link MujocoException} if the layout is another. */
    static void run(Path library) {
        MemorySegment model = Compiler.compileUnchecked(XML, Map.of());
        MemorySegment data = Native.makeData(model);
        try {
            new LayoutCheck(model.reinterpret(Layout.SIZEOF_MODEL), data.reinterpret(Layout.SIZEOF_DATA)).run();
        } catch (IllegalStateException e) {
            throw new MujocoException("the library " + library + " says it is MuJoCo " + Version.DEBIAN
                    + ", but it was built differently: " + e.getMessage() + ". Remove it, or name another one in "
                    + LibraryFinder.VARIABLE + ".", e);
        } finally {
            Native.deleteData(data);
            Native.deleteModel(model);
        }
    }

    private void run() {
        SIZES.forEach((size, expected) -> same(size.field, expected, model.get(JAVA_INT, size.offset)));
        same("timestep", 0.125, model.get(JAVA_DOUBLE, Layout.OPT_TIMESTEP));
        for (int i = 0; i < 3; i++) {
            same("gravity", i + 1.0, model.get(JAVA_DOUBLE, Layout.OPT_GRAVITY + (long) i * Double.BYTES));
        }
        same("density", 4.0, model.get(JAVA_DOUBLE, Layout.OPT_DENSITY));
        same("viscosity", 5.0, model.get(JAVA_DOUBLE, Layout.OPT_VISCOSITY));
        same("iterations", 7, model.get(JAVA_INT, Layout.OPT_ITERATIONS));
        long start = model.get(ADDRESS, Layout.MODEL_BUFFER).address();
        int bytes = model.get(JAVA_INT, ModelSize.NBUFFER.offset);
        for (ModelField field : ModelField.values()) {
            within(field.field, model.get(ADDRESS, field.offset).address(), start, bytes);
        }

        same("nstack", model.get(JAVA_INT, ModelSize.NSTACK.offset), data.get(JAVA_INT, Layout.DATA_NSTACK));
        same("ncon", 0, data.get(JAVA_INT, Layout.DATA_NCON));
        same("time", 0.0, data.get(JAVA_DOUBLE, Layout.DATA_TIME));
        start = data.get(ADDRESS, Layout.DATA_BUFFER).address();
        bytes = data.get(JAVA_INT, Layout.DATA_NBUFFER);
        for (DataField field : DataField.values()) {
            within(field.field, data.get(ADDRESS, field.offset).address(), start, bytes);
        }
        within("contact", data.get(ADDRESS, Layout.DATA_CONTACT).address(), start, bytes);
        Native.step(model, data);
        same("time after a step", 0.125, data.get(JAVA_DOUBLE, Layout.DATA_TIME));
        for (Warning warning : Warning.values()) {
            long offset = Layout.DATA_WARNING + (long) Layout.SIZEOF_WARNING * warning.code;
            same("warning", 0, data.get(JAVA_INT, offset + Layout.WARNING_NUMBER));
        }
    }

    private static void same(String what, Number expected, Number found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(what + " should be " + expected + ", but is " + found);
        }
    }

    private static void within(String what, long address, long start, int bytes) {
        if (address < start || address > start + bytes) {
            throw new IllegalStateException(what + " is not where it should be");
        }
    }
}
