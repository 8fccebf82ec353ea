package dev.advect.mujoco;

import dev.advect.mujoco.layout.Layout;
import dev.advect.mujoco.library.LibraryFinder;
import dev.advect.mujoco.library.Version;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Whether the structures of a library are laid out as a {@link Layout} says.
 *
 * <p>The {@link ProbeModel} is compiled and computed, which needs no layout. What MuJoCo allocated for it tells the true
 * sizes of the structures. Then every size must be found where the layout says, every array must lie in its buffer and
 * be as long as the next one allows, and every field must hold what it is known to hold, see {@link ProbeFacts}. Nothing
 * outside of MuJoCo's allocations is ever read: a layout may be any nonsense.
 */
final class LayoutCheck implements AutoCloseable {
    private final boolean severalControls;
    private final MemorySegment model;
    private final MemorySegment data;
    private final MemorySegment otherSizes;
    private final MemorySegment options;
    private final MemorySegment otherOptions;
    private final List<ProbeFacts> facts = ProbeFacts.all();

    /**
     * Prepares the probe with the library that is in use.
     *
     * @throws MujocoException if the library refuses it
     */
    LayoutCheck(Version version) {
        severalControls = version.isAtLeast(3, 11);
        Native.recordAllocations(true);
        try {
            model = Compiler.compileUnchecked(ProbeModel.xml(severalControls), Map.of());
            otherSizes = Compiler.compileUnchecked(ProbeModel.otherSizes(version.isAtLeast(3, 0)), Map.of());
            options = Compiler.compileUnchecked(ProbeModel.OPTIONS, Map.of());
            otherOptions = Compiler.compileUnchecked(ProbeModel.OTHER_OPTIONS, Map.of());
            data = Native.makeData(model);
        } finally {
            Native.recordAllocations(false);
        }
    }

    /**
     * Checks a library that is in use.
     *
     * @throws MujocoException if its layout is another, or it refuses the probe
     */
    static void run(LibraryFile library) {
        try (LayoutCheck check = prepared(library)) {
            check.check(library.layout());
        } catch (WrongLayout e) {
            throw new MujocoException("the library " + library.path() + " says it is MuJoCo " + library.version()
                    + ", but its structures are laid out differently: " + e.getMessage() + ". Remove it, or name "
                    + "another one in " + LibraryFinder.VARIABLE + ".", e);
        }
    }

    private static LayoutCheck prepared(LibraryFile library) {
        try {
            return new LayoutCheck(library.version());
        } catch (MujocoException e) {
            Allocations.forget();
            throw new MujocoException("the library " + library.path() + " says it is MuJoCo " + library.version()
                    + ", but cannot be checked: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a layout.
     *
     * @throws WrongLayout if it is not that of the library
     */
    void check(Layout layout) {
        try {
            NativeMessages.mute(true);
            new ProbeReading(layout, severalControls, model, data).check(facts, otherSizes, options, otherOptions);
        } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException
                | NoSuchElementException e) {
            throw new WrongLayout("a field cannot be read (" + e.getMessage() + ")", e);
        } finally {
            NativeMessages.mute(false);
        }
    }

    @Override
    public void close() {
        Native.deleteData(data);
        Native.deleteModel(otherOptions);
        Native.deleteModel(options);
        Native.deleteModel(otherSizes);
        Native.deleteModel(model);
        Allocations.forget();
    }
}
