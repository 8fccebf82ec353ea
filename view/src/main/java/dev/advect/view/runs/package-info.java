/** Runs as the dashboard shows them, read from their files while any process may be writing them. */
@NullMarked
package dev.advect.view.runs;

import org.jspecify.annotations.NullMarked;
