/**
 * Films and pictures without a GPU or a display: {@link dev.advect.view.film.Pictures} by a small ray caster, written as
 * PNG, GIF, MP4, or as a page that plays in a browser without a network.
 */
@NullMarked
package dev.advect.view.film;

import org.jspecify.annotations.NullMarked;
