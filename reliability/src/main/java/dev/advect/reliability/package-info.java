/** The reliability campaign: runs are killed, files damaged and disks filled, and what survives is counted. */
@NullMarked
package dev.advect.reliability;

import org.jspecify.annotations.NullMarked;
