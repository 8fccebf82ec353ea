/** Several processes, possibly on several machines, that train one policy together. */
@NullMarked
package dev.advect.ranks;

import org.jspecify.annotations.NullMarked;
