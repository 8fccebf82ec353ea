/** Policies to look at: live in the browser, as films and pictures. */
@NullMarked
package dev.advect.view;

import org.jspecify.annotations.NullMarked;
