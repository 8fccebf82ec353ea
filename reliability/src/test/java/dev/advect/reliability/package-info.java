@NullMarked
package dev.advect.reliability;

import org.jspecify.annotations.NullMarked;
