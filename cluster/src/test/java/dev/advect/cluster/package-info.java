@NullMarked
package dev.advect.cluster;

import org.jspecify.annotations.NullMarked;
