@NullMarked
package dev.advect.reliability.mutate;

import org.jspecify.annotations.NullMarked;
