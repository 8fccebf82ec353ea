@NullMarked
package dev.advect.view.film;

import org.jspecify.annotations.NullMarked;
