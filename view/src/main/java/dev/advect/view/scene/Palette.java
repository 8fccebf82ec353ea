package dev.advect.view.scene;

/** The colours of geoms to which a model gives none. */
final class Palette {
    static final Colour FLOOR = Colour.of(0x8fa6bf);

    private static final int[] BODIES = {0xd98e48, 0x4f83c2, 0x6aa86f, 0xb8667e, 0x8d78b8, 0xc2a645};

    private Palette() {}

    /** The colour of all geoms of a tree of bodies, by the tree's root; the world's are grey. */
    static Colour of(int root) {
        return root == 0 ? Colour.of(0xb4b8be) : Colour.of(BODIES[(root - 1) % BODIES.length]);
    }
}
