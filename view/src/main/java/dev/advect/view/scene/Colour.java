package dev.advect.view.scene;

/**
 * A colour as screens take it (sRGB), each component in [0, 1].
 *
 * @param red red
 * @param green green
 * @param blue blue
 * @param alpha opacity: 0 is invisible, 1 is opaque
 */
public record Colour(float red, float green, float blue, float alpha) {

    /** The colour without its opacity, {@code 0xRRGGBB}. */
    public int rgb() {
        return (byteOf(red) << 16) | (byteOf(green) << 8) | byteOf(blue);
    }

    /** An opaque colour from {@code 0xRRGGBB}. */
    public static Colour of(int rgb) {
        return new Colour(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f, 1);
    }

    private static int byteOf(float component) {
        return Math.round(255 * Math.clamp(component, 0, 1));
    }
}
