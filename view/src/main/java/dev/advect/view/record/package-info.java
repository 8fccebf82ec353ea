/** Demonstrations by hand: what keys and axes do, and the episodes that are kept. */
@NullMarked
package dev.advect.view.record;

import org.jspecify.annotations.NullMarked;
