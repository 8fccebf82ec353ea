package dev.advect.view.film;

/** The light of all pictures: a key light from above, the sky's and the floor's light from all sides, a horizon. */
final class Light {
    /** The direction to the key light. */
    static final double[] KEY = unit(-0.32, -0.42, 0.85);

    private static final double[] KEY_COLOUR = {1.0, 0.965, 0.9};
    private static final double KEY_STRENGTH = 0.86;
    private static final double[] FROM_SKY = {0.40, 0.45, 0.53};
    private static final double[] FROM_FLOOR = {0.20, 0.185, 0.17};
    private static final double GLOSS = 0.16;
    private static final double[] HORIZON = {0.80, 0.86, 0.92};
    private static final double[] ZENITH = {0.22, 0.38, 0.62};
    private static final double[] DEPTH = {0.42, 0.50, 0.60};
    /** The steps of the table from linear light to bytes. */
    private static final int STEPS = 4096;
    private static final byte[] BYTES = bytes();

    private Light() {}

    /** Linear light from a component of sRGB. */
    static double linear(double component) {
        return component <= 0.04045 ? component / 12.92 : Math.pow((component + 0.055) / 1.055, 2.4);
    }

    private static byte[] bytes() {
        byte[] table = new byte[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            double value = (double) i / STEPS;
            double srgb = value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
            table[i] = (byte) Math.round(255 * srgb);
        }
        return table;
    }

    /** The colour 0xRRGGBB of linear light. */
    static int rgb(double red, double green, double blue) {
        return (srgb(red) << 16) | (srgb(green) << 8) | srgb(blue);
    }

    private static int srgb(double value) {
        return BYTES[(int) (Math.clamp(value, 0, 1) * STEPS + 0.5)] & 255;
    }

    /** Writes the light that comes from the sky in a direction whose upward part is {@code z}; below is haze. */
    static void sky(double z, double[] out) {
        double up = Math.sqrt(Math.max(0, z));
        double down = Math.min(1, Math.max(0, -z) * 2.5);
        for (int k = 0; k < 3; k++) {
            double level = HORIZON[k] + (ZENITH[k] - HORIZON[k]) * Math.min(1, up * 1.05);
            out[k] = level + (DEPTH[k] - level) * down;
        }
    }

    /** Fades a colour into the horizon: wholly at a distance of a few times {@code reach}. */
    static void fade(double distance, double reach, double[] colour) {
        double part = 1 - Math.exp(-(distance / reach) * (distance / reach));
        for (int k = 0; k < 3; k++) {
            colour[k] += part * (HORIZON[k] - colour[k]);
        }
    }

    /**
     * Lights a surface.
     *
     * @param colour the surface's colour, replaced by the light that it sends into the eye
     * @param n its unit normal, towards the eye
     * @param d the unit vector from the eye
     * @param lit the part of the key light that reaches it
     */
    static void shade(double[] colour, double[] n, double[] d, double lit) {
        double facing = Math.max(0, n[0] * KEY[0] + n[1] * KEY[1] + n[2] * KEY[2]);
        double upward = 0.5 + 0.5 * n[2];
        double hx = KEY[0] - d[0];
        double hy = KEY[1] - d[1];
        double hz = KEY[2] - d[2];
        double half = (n[0] * hx + n[1] * hy + n[2] * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz);
        double gloss = half > 0.7 && lit > 0 ? GLOSS * lit * power32(half) : 0;
        double rim = 1 + (n[0] * d[0] + n[1] * d[1] + n[2] * d[2]); // 0 where the surface faces the eye
        double edge = 0.10 * rim * rim * rim * upward;
        for (int k = 0; k < 3; k++) {
            double around = FROM_FLOOR[k] + (FROM_SKY[k] - FROM_FLOOR[k]) * upward;
            colour[k] = colour[k] * (around + KEY_STRENGTH * KEY_COLOUR[k] * facing * lit) + gloss + edge;
        }
    }

    private static double power32(double x) {
        double x2 = x * x;
        double x4 = x2 * x2;
        double x8 = x4 * x4;
        double x16 = x8 * x8;
        return x16 * x16;
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }
}
