/** Commands that show what a policy does: films, pictures and pages. */
@NullMarked
package dev.advect.app.view;

import org.jspecify.annotations.NullMarked;
