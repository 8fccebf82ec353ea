package dev.advect.view.film;

/** A sequence of pictures of one size, which may be taken in any order and by several threads at once. */
public interface Pictures {
    /** The width of each in pixels. */
    int width();

    /** The height of each in pixels. */
    int height();

    /** How many there are. */
    int count();

    /** Takes one of them: its pixels 0xRRGGBB, row by row, {@code [height · width]}. */
    int[] take(int frame);
}
