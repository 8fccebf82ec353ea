/** Export of policies to the formats in which they are deployed. */
@NullMarked
package dev.advect.export;

import org.jspecify.annotations.NullMarked;
