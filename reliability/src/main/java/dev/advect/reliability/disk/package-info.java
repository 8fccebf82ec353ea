/** Commands whose disk is full at a random moment. */
@NullMarked
package dev.advect.reliability.disk;

import org.jspecify.annotations.NullMarked;
